"""`{% discussion page %}`: everything said under a page, and the form to answer it."""

from django import template
from django.utils import timezone
from django.utils.translation import get_language_info

from discussions import gate, policy
from discussions.addresses import page_number
from discussions.forms import follow_form, reply_form
from discussions.identity import signed_in_user
from discussions.markup import write_lines
from discussions.models import Reply
from discussions.navigation import order_steps, page_steps
from discussions.paging import OLDEST, ORDERS
from discussions.reading import (
    Excerpt,
    discussed_page_id,
    find_discussions,
    html_of,
    read,
    read_closing,
    read_policy,
    read_refusal,
    read_versions,
)

register = template.Library()


def shown_discussions(page):
    """Return the discussions of a page in all languages, asked for once; None if its own isn't shown.

    Nor has a page one that isn't saved yet, as in a preview.
    """
    if not getattr(page, "pk", None):
        return None
    if not hasattr(page, "_discussions"):
        page._discussions = find_discussions(page)
    own = page._discussions.get(discussed_page_id(page))
    return None if own and own.status == own.Status.HIDDEN else page._discussions


@register.inclusion_tag("discussions/discussion.html", takes_context=True, name="discussion")
def show_discussion(context, page):
    """Render the discussion of a page; nothing for a page that has none to show."""
    request, discussions = context.get("request"), shown_discussions(page)
    if request is None or discussions is None:
        return {"page": None}
    discussion = discussions.get(discussed_page_id(page))
    applied = read_policy(page)
    refusal = read_refusal(page, discussion, applied)
    closes = read_closing(page, applied)
    user = signed_in_user(request)
    return {
        "request": request,
        "page": page,
        "discussed_id": discussed_page_id(page),
        "excerpt": excerpt(request, discussion),
        "versions": read_versions(page, discussions, request),
        "refusal": refusal,
        "closes": closes if policy.is_soon(closes, timezone.now()) else None,
        "takes_replies": refusal is None and not getattr(request, "is_preview", False),
        "form": reply_form(user),
        "follow_form": follow_form(user),
        "user": user,
    }


@register.filter
def has_discussion(page):
    """Tell whether `{% discussion page %}` shows anything, so that the article's item may point there."""
    return shown_discussions(page) is not None


@register.inclusion_tag("discussions/feed_link.html")
def discussion_feed_link(page):
    """Tell machines where the feed of a page's discussion is."""
    return {"page_id": discussed_page_id(page) if has_discussion(page) else None, "title": page.title}


def excerpt(request, discussion):
    """Return what the address asks for of a discussion; what it can't have is left unsaid."""
    if discussion is None:
        return Excerpt([], 0)
    order = request.GET.get("order", OLDEST)
    return read(
        discussion,
        order=order if order in ORDERS else OLDEST,
        number=page_number(request.GET.get("page", "")),
    )


@register.simple_tag
def reply_lines(lines, takes_replies, reply_url):
    """Write the lines of a page of replies, with a link to answer each if the discussion takes replies."""
    return write_lines(lines, answer_url=reply_url if takes_replies else "")


@register.inclusion_tag("discussions/orders.html")
def order_links(excerpt, path):
    """Show the orders of a discussion; nothing where there is nothing to order."""
    return {"steps": order_steps(path, excerpt.order, ORDERS) if excerpt.threads > 1 else []}


@register.inclusion_tag("discussions/pages.html")
def page_links(excerpt, path):
    """Show the pages of a discussion or a thread, in the order it is read in; nothing if there is one."""
    order = "" if excerpt.order == OLDEST else excerpt.order
    return {"steps": page_steps(path, excerpt.number, excerpt.last, order), "is_reordered": order}


register.filter("html", html_of)


@register.filter
def outcome(reply):
    """Return the sentence that tells a writer what became of a reply."""
    return policy.OUTCOMES[reply.state]


@register.filter
def language_name(code):
    """Return a language's own name."""
    return get_language_info(code)["name_local"]


@register.filter
def why(decision):
    """Return the sentence that tells a writer why a reply waits, or who filed it; empty if none is needed."""
    if decision is None:
        return ""
    is_filed = decision.to_state == Reply.State.SPAM and decision.rule == "gate"
    return gate.FILED if is_filed else gate.WHY.get(decision.reason, "")
