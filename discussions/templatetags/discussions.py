"""`{% discussion page %}`: everything said under a page, and the form to answer it."""

from django import template
from django.utils.translation import get_language_info

from discussions import policy
from discussions.forms import reply_form
from discussions.identity import signed_in_user
from discussions.reading import find_discussion, html_of, read, read_versions
from discussions.threads import Outline

register = template.Library()


@register.inclusion_tag("discussions/discussion.html", takes_context=True, name="discussion")
def show_discussion(context, page):
    """Render the discussion of a page; nothing for a page that isn't saved yet, as in a preview."""
    request = context.get("request")
    if request is None or not getattr(page, "pk", None):
        return {"page": None}
    discussion = find_discussion(page)
    if discussion and discussion.status == discussion.Status.HIDDEN:
        return {"page": None}
    refusal = policy.refusal(discussion.status if discussion else None)
    user = signed_in_user(request)
    return {
        "request": request,
        "page": page,
        "outline": read(discussion) if discussion else Outline(),
        "versions": read_versions(page, request),
        "refusal": refusal,
        "takes_replies": refusal is None and not getattr(request, "is_preview", False),
        "form": reply_form(user),
        "user": user,
    }


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
