"""Tells the caches in front of the site which pages have changed."""

from django.db import transaction
from wagtail.contrib.frontend_cache.utils import get_backends, purge_pages_from_cache


def purge(find_pages):
    """Tell it once this is committed; `find_pages` returns the query, not called where there is no cache."""
    if get_backends():
        transaction.on_commit(lambda: purge_pages_from_cache(find_pages().specific()))
