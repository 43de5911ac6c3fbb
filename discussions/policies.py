"""Reads and changes what is said about the replies beneath a page."""

import hashlib
import json
from dataclasses import dataclass, fields
from typing import Any

from django.db import transaction
from django.utils import formats, timezone
from django.utils.translation import gettext, ngettext
from wagtail.log_actions import log
from wagtail.models import Page

from articles.serving import lineage
from discussions import policy, purging
from discussions.models import DiscussionPolicy

FIELDS = [field.name for field in fields(policy.Policy)]
EMPTY = {"", None}


@dataclass(frozen=True)
class Word:
    """What is said about one thing: the value, and the page that says it; None where it is the default."""

    value: Any
    page: Any = None


class ChangedMeanwhile(Exception):
    """Somebody else has changed what is said about the page since it was read."""


def find_policy(page):
    """Return what is said about a page itself; a new, empty one if that is nothing."""
    said = DiscussionPolicy.objects.filter(page_id=page.pk).first()
    return said or DiscussionPolicy(page_id=page.pk)


def inherited(page):
    """Return, by field, the word a page gets from above: the nearest page that says one, or the default."""
    above = lineage(page.path)[:-1]
    rows = DiscussionPolicy.objects.filter(page__path__in=above).select_related("page")
    said = sorted(rows, key=lambda row: row.page.path, reverse=True)
    return {name: _nearest(said, name) for name in FIELDS}


def _nearest(said, name):
    words = (Word(getattr(row, name), row.page) for row in said)
    default = Word(getattr(policy.Policy(), name))
    return next((word for word in words if word.value not in EMPTY), default)


def version(said):
    """Return what tells words about a page from others: nothing is stored for it."""
    return hashlib.sha256(json.dumps(_plain(_values(said))).encode()).hexdigest()[:16]


@transaction.atomic
def change(page, said, *, seen="", actor):
    """Keep what is said about a page, or forget it when that is nothing; log it and empty the caches.

    `seen` is the version that was changed. Raises ChangedMeanwhile where that isn't what is said any more.
    """
    # The page's row, for what is said of it may have none yet.
    Page.objects.select_for_update(no_key=True).get(pk=page.pk)
    values, now = _values(said), find_policy(page)
    if seen not in {"", version(now)} and values != _values(now):
        raise ChangedMeanwhile
    if all(value in EMPTY for value in values.values()):
        DiscussionPolicy.objects.filter(page_id=page.pk).delete()
    else:
        DiscussionPolicy.objects.update_or_create(page_id=page.pk, defaults=values)
    log(instance=page, action="discussions.policy", user=actor, data={"said": _plain(values)})
    purging.purge(page.get_descendants(inclusive=True).live)


def _values(said):
    return {name: getattr(said, name) for name in FIELDS}


def _plain(values):
    return {name: str(value) for name, value in values.items() if value not in EMPTY}


def in_words(name, value):
    """Say a value as a person reads it."""
    if name == "closes_after":
        days = ngettext("after %(count)s day", "after %(count)s days", value or 0)
        return days % {"count": formats.number_format(value)} if value else gettext("never")
    if name == "closes_at":
        at = value and timezone.localtime(value, timezone.get_default_timezone())
        return formats.date_format(at, "DATETIME_FORMAT") if at else gettext("never")
    return str(dict(DiscussionPolicy._meta.get_field(name).flatchoices)[value])
