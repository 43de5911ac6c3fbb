"""Finds words whatever their case, that of accented letters included.

On SQLite `icontains` minds it in all letters but A to Z:
https://docs.djangoproject.com/en/5.2/ref/databases/#sqlite-string-matching. Regular expressions don't, since
Python compares them: five times as slowly, half a second for 100,000 replies. Delete this once SQLite does.
"""

import re

from django.db import connection
from django.db.models import Q


def contains(field, words):
    """Return the condition that words stand in a field."""
    if connection.vendor == "sqlite":
        return Q(**{f"{field}__iregex": re.escape(words)})
    return Q(**{f"{field}__icontains": words})
