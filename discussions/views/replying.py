"""Where readers answer: a form, what becomes of it, and a receipt. Nothing here is ever cached."""

import logging
from functools import wraps
from urllib.parse import urlencode

from django.conf import settings
from django.core import signing
from django.core.exceptions import BadRequest, RequestDataTooBig, SuspiciousOperation
from django.db import DatabaseError, InterfaceError
from django.http import Http404, HttpResponse, HttpResponseRedirect, UnreadablePostError
from django.http.multipartparser import MultiPartParserError
from django.shortcuts import get_object_or_404, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from discussions.forms import reply_form
from discussions.identity import BareTokenCheck, has_token, is_same_origin, signed_in_user
from discussions.models import Reply
from discussions.posting import AddresseeGone, Refused, Writer, answer, recognise
from discussions.reading import find_answerable, find_discussion, is_visible, read_refusal
from discussions.views.pages import find_page

logger = logging.getLogger(__name__)

RECEIPT_SALT = "discussions.receipt"
RECEIPT_SECONDS = 30 * 24 * 3600
RETRY_SECONDS = 30
KEY_LENGTH = 40
GUEST_FIELDS = ("name", "email", "website")
FIELDS = ("parent", "key", "elapsed", *GUEST_FIELDS, "text")
# An unknown charset is a LookupError, a closed connection an OSError.
UNREADABLE = (SuspiciousOperation, BadRequest, MultiPartParserError, UnreadablePostError, LookupError)


def never_loses_the_text(view):
    """Answer a database fault with 503 and the text; keep the answer out of indexes and caches."""

    @wraps(view)
    def wrapper(request, *args, **kwargs):
        try:
            response = view(request, *args, **kwargs)
        except (DatabaseError, InterfaceError):
            logger.exception("A reply could not be kept or shown.")
            # No request: nothing in this template may ask the database.
            content = render_to_string("discussions/unavailable.html", {"text": request.POST.get("text", "")})
            response = HttpResponse(content, status=503, headers={"Retry-After": RETRY_SECONDS})
        response.headers["X-Robots-Tag"] = "noindex"
        response.headers["Cache-Control"] = "private, no-store"
        return response

    return wrapper


# Exempt because a cached page holds no token: `may_post` decides.
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
@never_loses_the_text
def reply(request, page_id):
    """Show the form that answers an article or one of its replies, and take what was filled in."""
    if request.method == "POST" and (status := unreadable(request)):
        return render(request, "discussions/unreadable.html", status=status)
    page = find_page(request, page_id)
    if page is None:
        if request.method != "POST":
            raise Http404
        return refuse(request, None, _("This page isn't there, or isn't there any more."), status=404)
    return (take_reply if request.method == "POST" else show_form)(request, page)


def unreadable(request):
    """Return the status that answers a body which can't be read at all, or None."""
    length = request.headers.get("Content-Length", "")
    # Django has a limit for fields, and none for files, which it would write to the disk.
    if length.isdecimal() and int(length) > settings.DATA_UPLOAD_MAX_MEMORY_SIZE:
        return 413
    try:
        request.POST  # noqa: B018
    except UNREADABLE as error:
        return 413 if isinstance(error, RequestDataTooBig) else 400
    return None


def show_form(request, page):
    discussion = find_discussion(page)
    if refusal := read_refusal(page, discussion):
        return refuse(request, page, refusal.message, status=200)
    wanted = request.GET.get("parent", "")
    addressee = find_answerable(discussion, wanted)
    form = reply_form(signed_in_user(request))
    if wanted and addressee is None:
        return render_form(request, page, form, status=404, is_addressee_gone=True)
    return render_form(request, page, form, addressee=addressee)


def take_reply(request, page):
    user = trusted_user(request)
    if not may_post(request, user):
        return confirm(request, page)
    form = reply_form(user, request.POST)
    parent = request.POST.get("parent", "")
    if not form.is_valid():
        addressee = find_answerable(find_discussion(page), parent)
        gone = bool(parent) and addressee is None
        return render_form(
            request, page, form, addressee=addressee, user=user, status=422, is_addressee_gone=gone
        )
    writer = recognise(user, page) if user else guest(form.cleaned_data)
    try:
        taken = answer(page, writer, text=form.cleaned_data["text"], parent=parent)
    except Refused as error:
        return refuse(request, page, error.refusal.message, status=409)
    except AddresseeGone:
        return render_form(request, page, form, user=user, status=422, is_addressee_gone=True)
    response = HttpResponseRedirect(receipt_url(taken, request.POST.get("key", "")[:KEY_LENGTH]))
    response.status_code = 303
    return response


def trusted_user(request):
    """Return who is signed in, if Django's token proves the post is theirs; without it it is a guest's."""
    user = signed_in_user(request)
    return user if user and has_token(request) else None


def may_post(request, user):
    """Tell whether a post may be taken as it is, or must be confirmed on a page of ours first."""
    if user:
        return True
    # The form of somebody signed in asks for no name; it lost its token, or never had one.
    if signed_in_user(request) and "name" not in request.POST:
        return False
    return is_same_origin(request) or has_token(request, BareTokenCheck)


def confirm(request, page):
    """Ask again, with a token, what no browser vouched for."""
    fields = {name: request.POST.get(name, "") for name in FIELDS}
    if signed_in_user(request) and "name" not in request.POST:
        fields = {name: value for name, value in fields.items() if name not in GUEST_FIELDS}
    return render(request, "discussions/confirm.html", {"article": page, "fields": fields}, status=403)


def guest(data):
    return Writer(name=data["name"], email=data["email"], website=data["website"])


def render_form(request, page, form, *, addressee=None, is_addressee_gone=False, status=200, **context):
    context |= {
        "article": page,
        "form": form,
        "addressee": addressee,
        "is_addressee_gone": is_addressee_gone,
        "user": context.get("user") or signed_in_user(request),
    }
    return render(request, "discussions/reply.html", context, status=status)


def refuse(request, page, message, *, status):
    """Say that nothing can be answered here, and show the text that was sent, so that it can be copied."""
    context = {"article": page, "message": message, "text": request.POST.get("text", "")}
    return render(request, "discussions/refused.html", context, status=status)


def receipt_url(taken, key=""):
    """Return the address of the receipt for a reply, and of which of the browser's drafts it was.

    The posted key and not the reply's: what repeats an earlier reply is taken, too, under a key of its own.
    """
    address = reverse("discussions:receipt", args=[signing.dumps(taken.public_id, salt=RECEIPT_SALT)])
    return f"{address}?{urlencode({'key': key})}" if key else address


@require_safe
@never_loses_the_text
def receipt(request, token):
    """Tell the writer what became of the text; the address is theirs alone, for 30 days."""
    try:
        public_id = signing.loads(token, salt=RECEIPT_SALT, max_age=RECEIPT_SECONDS)
    except signing.BadSignature as error:
        raise Http404 from error
    taken = get_object_or_404(Reply.objects.select_related("discussion"), public_id=public_id)
    page_id = taken.discussion.page_id
    page = find_page(request, page_id) if page_id else None
    context = {
        "reply": taken,
        "article": page,
        "is_visible": is_visible(taken),
        "accepted_key": request.GET.get("key", ""),
    }
    return render(request, "discussions/receipt.html", context)
