"""Reads discussions as the screen shows them: a few queries, however many replies. Writes nothing."""

import re
from dataclasses import dataclass
from operator import attrgetter

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.safestring import mark_safe
from wagtail.models import Page, PageViewRestriction

from articles.serving import lineage
from discussions import paging, policy
from discussions.models import Discussion, DiscussionPolicy, Reply
from discussions.policy import ANSWERABLE_KINDS
from discussions.rendering import RENDER_VERSION, render
from discussions.threads import arrange

PUBLIC_ID = re.compile("[0-9a-z]{1,16}")
SHOWN_FIELDS = [
    *("root_id", "answer_count", "stands_at", "public_id", "name", "website", "role", "language"),
    *("html", "render_version", "edited_at", "source", "source_id", "participant__avatar"),
    *("parent__public_id", "parent__name", "parent__state", "parent__kind"),
]


@dataclass(frozen=True)
class Excerpt:
    """What stands on one page of a discussion or of a thread."""

    lines: list
    count: int
    number: int = 1
    last: int = 1
    order: str = paging.OLDEST
    # How many threads there are to put in an order.
    threads: int = 0


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


def read(discussion, *, order=paging.OLDEST, number=1):
    """Return one page of a discussion: whole up to 150 replies, beyond some threads and how they begin.

    Two queries, three after an update of the renderer. A page that isn't there is the nearest that is.
    """
    if discussion.shown_count <= paging.WHOLE:
        rows = _rows(Reply.objects.filter(discussion=discussion))
        tops = sorted((row for row in rows if row.root_id is None), key=paging.SORT_KEYS[order])
        answers = [row for row in rows if row.root_id is not None]
        return Excerpt(_lines(tops, answers), discussion.shown_count, order=order, threads=len(tops))
    last = paging.pages(discussion.thread_count, paging.THREADS)
    number = min(number, last)
    ids = paging.thread_ids(discussion, order, number)
    rows = {row.id: row for row in _rows(Reply.objects.filter(pk__in=[pk for pks in ids for pk in pks]))}
    tops = [rows[top] for top, *_ in ids if top in rows]
    answers = [row for row in rows.values() if row.root_id is not None]
    lines = _lines(tops, answers)
    return Excerpt(lines, discussion.shown_count, number, last, order, discussion.thread_count)


def read_thread(top, *, number=1):
    """Return one page of a thread, by its top: that and some of its answers."""
    last = paging.pages(top.answer_count, paging.ANSWERS)
    number = min(number, last)
    ids = paging.answer_ids(top, number)
    rows = _rows(Reply.objects.filter(pk__in=[top.pk, *ids]))
    tops = [row for row in rows if row.id == top.pk]
    lines = _lines(tops, [row for row in rows if row.id != top.pk])
    for line in lines:
        line.more = 0
    return Excerpt(lines, top.answer_count, number, last)


def _rows(replies):
    return [*replies.shown().order_by("stands_at", "id").rows(*SHOWN_FIELDS)]


def _lines(tops, answers):
    lines = arrange(tops, answers)
    stale = {line.row.id for line in lines if line.row.render_version != RENDER_VERSION}
    texts = Reply.objects.filter(pk__in=stale).values_list("pk", "text", "format") if stale else []
    fresh = {pk: render(text, markup)[0] for pk, text, markup in texts}
    for line in lines:
        # Sanitised when it was rendered; see discussions.rendering.
        line.html = mark_safe(fresh.get(line.row.id, line.row.html))  # noqa: S308
    return lines


def preview_of(text):
    """Return the HTML of a text that isn't kept yet."""
    return mark_safe(render(text, Reply.Format.MARKDOWN)[0])  # noqa: S308


def html_of(reply):
    """Return the HTML of one reply, rendered on the spot if that was done by an older renderer or never."""
    is_fresh = reply.render_version == RENDER_VERSION
    return mark_safe(reply.html if is_fresh else render(reply.text, reply.format)[0])  # noqa: S308


def read_policy(page):
    """Return what applies to the replies under a page, from its own word up to the site's: one query."""
    paths = lineage(page.path)
    said = {
        row.page.path: row
        for row in DiscussionPolicy.objects.filter(page__path__in=paths).select_related("page")
    }
    return policy.combine([said[path] for path in reversed(paths) if path in said])


def read_closing(page, applied):
    """Return when the discussion of a page closes by itself under the policy that applies, or None."""
    published = getattr(page, "published_at", None) or page.first_published_at
    return policy.closing(applied, published, timezone.get_default_timezone())


def read_refusal(page, discussion, applied=None):
    """Return why a page takes no reply, or None; `applied` is its policy, if that was read already."""
    applied = applied or read_policy(page)
    closes = read_closing(page, applied)
    return policy.refusal(discussion and discussion.status, applied, closes, timezone.now())


def find_discussions(page):
    """Return the discussions of a saved page in all languages, by the id of their page; one query."""
    # An alias has a translation key of its own.
    own = Q(page_id=discussed_page_id(page)) | Q(page__translation_key=page.translation_key)
    found = Discussion.objects.filter(own).select_related("page")
    return {discussion.page_id: discussion for discussion in found}


def read_versions(page, discussions, request):
    """Return what is said in other languages about a page, of the `discussions` found; one query if any."""
    counts = {
        discussion.page.path: discussion.shown_count
        for discussion in discussions.values()
        if discussion.shown_count
        and discussion.status != Discussion.Status.HIDDEN
        and discussion.page.locale_id != page.locale_id
        and discussion.page.alias_of_id is None
        and discussion.page.live
    }
    versions = [
        Version(
            language=version.locale.language_code, url=version.get_url(request), count=counts[version.path]
        )
        for version in (_open_pages(counts) if counts else [])
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
    replies = Reply.objects.filter(discussion=discussion, kind__in=ANSWERABLE_KINDS).visible()
    return replies.filter(public_id=public_id).first()


def is_visible(reply):
    """Tell whether readers can read a reply: it is published, not concealed by one above, and at hand."""
    is_here = reply.kind != Reply.Kind.PLACEHOLDER
    return is_here and reply.shown and reply.state == Reply.State.PUBLISHED
