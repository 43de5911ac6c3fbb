"""What a moderator sends isn't lost with the session: it is shown, to be copied or sent once more."""

from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views import csrf
from wagtail.admin.localization import get_localized_response

from discussions.identity import is_same_origin

# What is shown; all else that was sent goes along unseen.
TEXTS = {
    "text": _("Text"),
    "terms": _("Terms"),
    "statement": _("To the writer"),
    "answer": _("To those who reported"),
    "note": _("Private note"),
}


class UnsentMiddleware:
    """Answer a POST to a screen of ours without a login by what was sent, and not by the login alone.

    The login's `next` carries an address and no text, and Wagtail asks for a login before any view of ours.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        if request.method == "POST" and is_screen(request) and request.user.is_anonymous:
            return show(request)
        return None


def fail_token(request, reason=""):
    """Answer a POST without a good token, as one is that was written before the last login."""
    if is_screen(request):
        return get_localized_response(show, request)
    return csrf.csrf_failure(request, reason)


def is_screen(request):
    func = request.resolver_match.func
    return getattr(func, "view_class", func).__module__.startswith("discussions.screens.")


def show(request):
    sent = request.POST
    context = {
        "texts": [(label, name, sent[name]) for name, label in TEXTS.items() if sent.get(name)],
        "fields": [(name, value) for name, values in sent.lists() for value in values if is_unseen(name)],
        # Whatever another site has filled in is not offered to be sent.
        "is_ours": is_same_origin(request),
    }
    return render(request, "discussions/admin/unsent.html", context, status=403)


def is_unseen(name):
    return name not in {*TEXTS, "csrfmiddlewaretoken"}
