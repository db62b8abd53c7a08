"""The register as a table, through django-import-export: what is known, how a cell is read and written."""
