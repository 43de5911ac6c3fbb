"""Reads discussions as the screen shows them: a few queries, however many replies. Writes nothing."""

import re
from dataclasses import dataclass
from operator import attrgetter

from django.db.models import Exists, OuterRef, Q
from django.utils.safestring import mark_safe
from wagtail.models import Page, PageViewRestriction

from articles.serving import lineage
from discussions.models import Discussion, Reply
from discussions.policy import ANSWERABLE_KINDS
from discussions.rendering import RENDER_VERSION, render
from discussions.threads import find_tops, outline

PUBLIC_ID = re.compile("[0-9a-z]{1,16}")
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


def html_of(reply):
    """Return the HTML of one reply, rendered on the spot if that was done by an older renderer or never."""
    is_fresh = reply.render_version == RENDER_VERSION
    return mark_safe(reply.html if is_fresh else render(reply.text, reply.format)[0])  # noqa: S308


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
        .rows("discussion__page__path")
    )
    by_path = {}
    for row in rows:
        by_path.setdefault(row.discussion__page__path, []).append(row)
    versions = [
        Version(language=version.locale.language_code, url=version.get_url(request), count=count)
        for version in (_open_pages(by_path) if by_path else [])
        if (count := outline(by_path[version.path]).count)
    ]
    return sorted(versions, key=attrgetter("language"))


def _open_pages(paths):
    """Return the pages at these tree paths that anybody can open: nothing above is private or a draft."""
    steps = {step for path in paths for step in lineage(path)}
    restrictions = PageViewRestriction.objects.filter(page=OuterRef("pk"))
    found = Page.objects.filter(path__in=steps).annotate(is_private=Exists(restrictions))
    found = found.select_related("locale")
    shut = tuple(page.path for page in found if page.is_private or not page.live)
    return [page for page in found if page.path in paths and not page.path.startswith(shut)]


def find_answerable(discussion, public_id):
    """Return the visible reply of this discussion that has this public id and takes answers, or None."""
    if discussion is None or not PUBLIC_ID.fullmatch(public_id):
        return None
    reply = Reply.objects.filter(
        discussion=discussion, public_id=public_id, kind__in=ANSWERABLE_KINDS
    ).first()
    return reply if reply and is_visible(reply) else None


def is_visible(reply):
    """Tell whether readers see a reply: it is published and nothing above conceals it."""
    if reply.state != Reply.State.PUBLISHED or reply.root_id is None:
        return reply.state == Reply.State.PUBLISHED
    thread = Reply.objects.filter(Q(pk=reply.root_id) | Q(root=reply.root_id)).rows()
    return find_tops({row.id: row for row in thread})[reply.pk] is not None
