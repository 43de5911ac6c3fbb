"""`{% discussion page %}`: everything said under a page, and the form to answer it."""

from django import template
from django.utils import timezone
from django.utils.translation import get_language_info

from discussions import policy
from discussions.forms import reply_form
from discussions.identity import signed_in_user
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

LONGEST_NUMBER = 8


@register.inclusion_tag("discussions/discussion.html", takes_context=True, name="discussion")
def show_discussion(context, page):
    """Render the discussion of a page; nothing for a page that isn't saved yet, as in a preview."""
    request = context.get("request")
    if request is None or not getattr(page, "pk", None):
        return {"page": None}
    discussions = find_discussions(page)
    discussion = discussions.get(discussed_page_id(page))
    if discussion and discussion.status == discussion.Status.HIDDEN:
        return {"page": None}
    applied = read_policy(page)
    refusal = read_refusal(page, discussion, applied)
    closes = read_closing(page, applied)
    user = signed_in_user(request)
    return {
        "request": request,
        "page": page,
        "excerpt": excerpt(request, discussion),
        "versions": read_versions(page, discussions, request),
        "refusal": refusal,
        "closes": closes if policy.is_soon(closes, timezone.now()) else None,
        "takes_replies": refusal is None and not getattr(request, "is_preview", False),
        "form": reply_form(user),
        "user": user,
    }


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


def page_number(text):
    """Return the number of a page as it stands in an address; 1 for whatever is none."""
    return max(1, int(text)) if text.isascii() and text.isdecimal() and len(text) < LONGEST_NUMBER else 1


register.filter("html", html_of)


@register.filter
def outcome(reply):
    """Return the sentence that tells a writer what became of a reply."""
    return policy.OUTCOMES[reply.state]


@register.filter
def web_address(value):
    """Return an address a reader gave if it is one of the web's, else nothing."""
    return value if value.lower().startswith(("http://", "https://")) else ""


@register.filter
def language_name(code):
    """Return a language's own name."""
    return get_language_info(code)["name_local"]
