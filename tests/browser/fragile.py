"""Settings of a served site that a test can break: production's, but impatient and with a flaw."""

import os
from pathlib import Path

from django.db.models.signals import pre_save

from config.settings.production import *  # noqa: F403
from config.settings.production import DATABASES, STORAGES

# Nobody collects the static files of a site that lives for a minute.
STORAGES = STORAGES | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
WHITENOISE_AUTOREFRESH = WHITENOISE_USE_FINDERS = True

# The sites that people run wait for 20 seconds, or as long as it takes; no test can.
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["OPTIONS"]["timeout"] = 2
    # A file that is open is still there when its folder is gone.
    DATABASES["default"]["CONN_MAX_AGE"] = 0
else:
    DATABASES["default"]["OPTIONS"] = {"options": "-c lock_timeout=2000"}

FLAW = Path(os.environ["FLAW"])


def fail_at_replies(sender, **kwargs):
    """What an extension of the publisher's could do, as long as the file of the flaw is there."""
    if sender.__name__ == "Reply" and FLAW.exists():
        raise RuntimeError("A flaw that nobody has foreseen.")


pre_save.connect(fail_at_replies)
