"""How static files are named and compressed: by content, imports between modules too."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class StaticFiles(CompressedManifestStaticFilesStorage):
    """Hashed names also inside ES modules, so that every file may be kept for ever."""

    support_js_module_import_aggregation = True
