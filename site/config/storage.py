"""Static files with their hash in the name, compressed, and kept for ever by browsers."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class StaticStorage(CompressedManifestStaticFilesStorage):
    """Also what a module imports is asked for by its hashed name, or an old part would meet a new whole."""

    support_js_module_import_aggregation = True
