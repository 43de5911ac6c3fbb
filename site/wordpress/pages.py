"""Writes an item as a page: fields, body, revision, state of publication."""

from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import Page

from articles.models import ArticlePage, new_body
from home.models import StandardPage
from wordpress.conversion import convert
from wordpress.terms import set_terms
from wordpress.texts import slug_of, words_of

MODELS = {"post": ArticlePage, "page": StandardPage}
LONGEST_TITLE = LONGEST_SLUG = 255
LONGEST_INTRODUCTION = 300


def fill(page, item, channel):
    """Set the fields of a page, new or old, from an item; return what became of its text."""
    converted = convert(item.content, item.link or channel.url)
    page.title = words_of(item.title, LONGEST_TITLE) or _untitled(item)
    page.introduction = words_of(item.excerpt, LONGEST_INTRODUCTION)
    page.first_published_at = item.date if state(item) == "live" else None
    page.go_live_at = item.date if state(item) == "scheduled" else None
    if isinstance(page, ArticlePage):
        page.published_at = item.date or timezone.now()
        page.body = [*converted.blocks, *new_body()]
        set_terms(page, item, channel)
    else:
        page.body = converted.blocks
    return converted


def state(item):
    """Return "live", "scheduled" or "draft": whatever WordPress did not show stays unpublished."""
    if item.protected:
        return "draft"
    if item.status == "future" and item.date and item.date > timezone.now():
        return "scheduled"
    return "live" if item.status == "publish" else "draft"


def create(item, channel, parent):
    """Add the page of an item; return (page, what became of its text)."""
    page = MODELS[item.type](locale=parent.locale, live=False, has_unpublished_changes=True)
    converted = fill(page, item, channel)
    page.slug = free_slug(slug_of(item.slug, page.title, f"{item.type}-{item.id}"), parent)
    parent.add_child(instance=page)
    return page, converted


def free_slug(slug, parent):
    """Return a slug no page beside it has: the second of one name gets -2."""
    taken = set(
        Page.objects.child_of(parent).filter(slug__startswith=slug[:200]).values_list("slug", flat=True)
    )
    candidate, number = slug[:LONGEST_SLUG], 1
    while candidate in taken:
        number += 1
        suffix = f"-{number}"
        candidate = slug[: LONGEST_SLUG - len(suffix)] + suffix
    return candidate


def publish(page, item):
    """Keep the page as a revision and give it the state the blog showed it in; return the revision."""
    revision = page.save_revision(log_action=True)
    if state(item) != "draft":
        revision.publish()
    elif page.live:
        page.unpublish()
    return revision


def _untitled(item):
    day = item.date or timezone.now()
    return _("Untitled (%(date)s)") % {"date": timezone.localtime(day).strftime("%d/%m/%Y")}


def why_hidden(item):
    """Return the reason why something the blog had finished is not shown here, else ""."""
    if item.protected:
        return "protected"
    if item.status == "private":
        return "private"
    return "overdue" if item.status == "future" and state(item) == "draft" else ""
