"""A database for one measurement, dropped at its end."""

import contextlib
import os
import tempfile

import django
from django.conf import settings


@contextlib.contextmanager
def fresh_database():
    """Set up Django with a migrated database beside the tests' own, which may be in use."""
    django.setup()
    from django.db import connection

    with tempfile.TemporaryDirectory() as folder:
        name = f"bench_{os.getpid()}"
        is_file = connection.vendor == "sqlite"
        connection.settings_dict["TEST"]["NAME"] = f"{folder}/{name}.sqlite3" if is_file else name
        connection.creation.create_test_db(verbosity=0, autoclobber=True)
        try:
            yield
        finally:
            connection.creation.destroy_test_db(settings.DATABASES["default"]["NAME"], verbosity=0)
