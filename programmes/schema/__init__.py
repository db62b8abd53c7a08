"""The register files → frozen rows, or every complaint at once. Knows no database."""
