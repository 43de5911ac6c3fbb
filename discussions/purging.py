"""Tells the caches in front of the site what has changed.

A purge names addresses, none with a query (`?page=2`): those end with their time, see `config.caching`.
"""

from django.db import transaction
from django.db.models import Q
from wagtail.contrib.frontend_cache.utils import (
    get_backends,
    purge_pages_from_cache,
    purge_urls_from_cache,
)
from wagtail.models import Page, Site

from discussions.addresses import address
from discussions.models import Reply


def purge(find_pages, find_addresses=tuple):
    """Tell it once this is committed: of pages, and of other addresses.

    Both are functions that return what is meant, not called where there is no cache.
    """
    if get_backends():
        transaction.on_commit(lambda: _purge(find_pages(), find_addresses()))


def _purge(pages, addresses):
    purge_pages_from_cache(pages.specific())
    purge_urls_from_cache(addresses)


def purge_discussion(discussion, *replies):
    """Tell it of wherever a discussion is shown; of `replies` the threads have pages of their own."""
    tops = {reply.root_id or reply.pk for reply in replies}
    if discussion.page_id:
        purge(lambda: pages_showing(discussion), lambda: addresses_showing(discussion, tops))


def pages_showing(discussion):
    """Return the pages that show a discussion or its count: its own, the other languages', the aliases."""
    versions = Page.objects.filter(pk=discussion.page_id).values("translation_key")
    # An alias has a translation key of its own.
    return Page.objects.filter(Q(translation_key__in=versions) | Q(alias_of=discussion.page_id)).live()


def addresses_showing(discussion, tops):
    """Return the addresses of the feeds that show a discussion, and of some of its threads, on each site."""
    language = discussion.locale.language_code
    pages = Page.objects.filter(Q(pk=discussion.page_id) | Q(alias_of=discussion.page_id))
    of_pages = pages.values_list("locale__language_code", "pk")
    paths = [address("site_feed", language), *(address("feed", *of_page) for of_page in of_pages)]
    threads = Reply.objects.filter(pk__in=tops).values_list("public_id", flat=True)
    paths += [address("thread", language, public_id) for public_id in threads]
    return [site.root_url + path for site in Site.objects.all() for path in paths]
