"""Where the static files of a production stand."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class ModuleStorage(CompressedManifestStaticFilesStorage):
    """Hashed names in the import lines of scripts, too: a page never mixes modules of two versions."""

    support_js_module_import_aggregation = True
