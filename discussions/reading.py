"""Reads discussions as the screen shows them: a few queries, however many replies. Writes nothing."""

from dataclasses import dataclass
from operator import attrgetter

from django.db.models import Exists, F, OuterRef
from django.utils.safestring import mark_safe
from wagtail.models import Page, PageViewRestriction

from discussions.models import Discussion, Reply
from discussions.rendering import RENDER_VERSION, render
from discussions.threads import outline

SHOWN_FIELDS = [
    *("public_id", "name", "website", "role", "language", "html", "render_version"),
    *("source", "source_id"),
]


@dataclass(frozen=True)
class Version:
    """The discussion of the same article in another language."""

    language: str
    url: str
    count: int


def discussed_page_id(page):
    """Return the id of the page whose discussion a page shows: an alias shows its source's."""
    return page.alias_of_id or page.pk


def find_discussion(page):
    """Return the discussion of a saved page, or None as long as nobody has answered it."""
    return Discussion.objects.filter(page_id=discussed_page_id(page)).first()


def read(discussion):
    """Return the outline of a discussion, each visible line with its HTML: one query, two after an update."""
    shown = outline(Reply.objects.filter(discussion=discussion).unconcealed().rows(*SHOWN_FIELDS))
    stale = {line.row.id for line in shown.lines if line.row.render_version != RENDER_VERSION}
    texts = Reply.objects.filter(pk__in=stale).values_list("pk", "text", "format") if stale else []
    fresh = {pk: render(text, markup)[0] for pk, text, markup in texts}
    for line in shown.lines:
        # Sanitised when it was rendered; see discussions.rendering.
        line.html = mark_safe(fresh.get(line.row.id, line.row.html))  # noqa: S308
    return shown


def read_versions(page, request):
    """Return the discussions of a page's live versions in other languages; at most two queries."""
    rows = (
        Reply.objects.filter(
            discussion__page__translation_key=page.translation_key,
            discussion__page__alias_of=None,
            discussion__page__live=True,
        )
        .exclude(discussion__page__locale=page.locale_id)
        .exclude(discussion__status=Discussion.Status.HIDDEN)
        .unconcealed()
        .rows("discussion__page_id")
    )
    by_page = {}
    for row in rows:
        by_page.setdefault(row.discussion__page_id, []).append(row)
    versions = [
        Version(language=version.locale.language_code, url=version.get_url(request), count=count)
        for version in (_public(by_page) if by_page else [])
        if (count := outline(by_page[version.pk]).count)
    ]
    return sorted(versions, key=attrgetter("language"))


def _public(page_ids):
    restrictions = PageViewRestriction.objects.annotate(path=OuterRef("path")).filter(
        path__startswith=F("page__path")
    )
    return Page.objects.filter(~Exists(restrictions), pk__in=page_ids).select_related("locale")
