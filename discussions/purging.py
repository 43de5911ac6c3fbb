"""Tells the caches in front of the site which pages have changed."""

from django.db import transaction
from wagtail.contrib.frontend_cache.utils import get_backends, purge_pages_from_cache


def purge(pages):
    """Tell it once this is committed; `pages` is a query, which isn't asked where there is no such cache."""
    if get_backends():
        transaction.on_commit(lambda: purge_pages_from_cache(pages.specific()))
