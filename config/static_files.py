"""How static files are named: by their content, imports between modules too."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class StaticFiles(CompressedManifestStaticFilesStorage):  # type: ignore[misc]
    """Hashed names also inside ES modules, so that every file may be kept for ever."""

    support_js_module_import_aggregation = True
