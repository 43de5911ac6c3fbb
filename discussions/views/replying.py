"""Where readers answer: a form, and what becomes of it. Nothing here is ever cached."""

import re
import time
from urllib.parse import urlencode

from django.core import signing
from django.http import Http404
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from discussions.forms import reply_form
from discussions.identity import BareTokenCheck, has_token, is_same_origin, known_guest, signed_in_user
from discussions.network import client_network, client_origin
from discussions.posting import AddresseeGone, Refused, TooMany, answer
from discussions.reading import find_answerable, find_discussion, preview_of, read_refusal
from discussions.sanctions import Barred
from discussions.views.keeping import SeeOther, ask_again, bar, never_loses_the_text, refuse, unreadable
from discussions.views.own import receipt_url
from discussions.views.pages import find_page
from discussions.writers import Arrival, Writer, recognise

KEY = re.compile(r"[0-9A-Za-z-]{8,40}")
LONGEST_ELAPSED = 12  # digits of milliseconds
STARTED_SALT = "discussions.started"


# Exempt because a cached page holds no token: `may_post` decides.
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
@never_loses_the_text
def reply(request, page_id):
    """Show the form that answers an article or one of its replies, and take what was filled in."""
    if request.method == "POST" and (answer := unreadable(request)):
        return answer
    page = find_page(request, page_id)
    if page is None:
        if request.method != "POST":
            raise Http404
        return refuse(request, None, _("This page isn't there, or isn't there any more."), status=404)
    return (take_reply if request.method == "POST" else show_form)(request, page)


def show_form(request, page):
    discussion = find_discussion(page)
    if refusal := read_refusal(page, discussion):
        return refuse(request, page, refusal.message, status=200)
    wanted = request.GET.get("parent", "")
    addressee = find_answerable(discussion, wanted)
    guest = known_guest(request)
    initial = guest and {"name": guest.name, "email": guest.email, "website": guest.website}
    form = reply_form(signed_in_user(request), initial=initial)
    if wanted and addressee is None:
        return render_form(request, page, form, status=404, is_addressee_gone=True)
    return render_form(request, page, form, addressee=addressee)


def take_reply(request, page):
    user = trusted_user(request)
    if not may_post(request, user):
        return confirm(request, page)
    form = reply_form(user, request.POST)
    parent = request.POST.get("parent", "")
    if not form.is_valid() or "preview" in request.POST:
        return show_again(request, page, form, parent, user)
    writer = recognise(user, page) if user else guest_writer(request, form.cleaned_data)
    said = {"text": form.cleaned_data["text"], "follow": form.cleaned_data.get("follow", "")}
    try:
        taken = answer(page, writer, **said, parent=parent, arrival=arrival(request))
    except Refused as error:
        return refuse(request, page, error.refusal.message, status=409)
    except Barred as error:
        return bar(request, page, error.sanction)
    except AddresseeGone:
        return render_form(request, page, form, user=user, status=422, is_addressee_gone=True)
    except TooMany as error:
        return slow_down(request, page, form, parent, user, error.wait)
    return SeeOther(accepted_url(taken, request))


def accepted_url(taken, request):
    """Return the receipt's address, which tells the browser which of its drafts was taken.

    By the key that was posted and not the reply's: what repeats an earlier reply has a key of its own.
    """
    key = arrival(request).key
    return f"{receipt_url(taken)}?{urlencode({'key': key})}" if key else receipt_url(taken)


def show_again(request, page, form, parent, user):
    """Show a form with its faults, or with the text as it would appear."""
    addressee = find_answerable(find_discussion(page), parent)
    context = {"addressee": addressee, "user": user, "is_addressee_gone": bool(parent) and addressee is None}
    if not form.is_valid():
        return render_form(request, page, form, status=422, **context)
    return render_form(request, page, form, preview=preview_of(form.cleaned_data["text"]), **context)


def slow_down(request, page, form, parent, user, wait):
    """Answer 429 with the form as it was filled in."""
    minutes = -(-wait // 60)
    message = ngettext(
        "That is a lot in a short time. Your text is still here: send it again in %(minutes)s minute.",
        "That is a lot in a short time. Your text is still here: send it again in %(minutes)s minutes.",
        minutes,
    ) % {"minutes": minutes}
    addressee = find_answerable(find_discussion(page), parent)
    response = render_form(request, page, form, addressee=addressee, user=user, message=message, status=429)
    response.headers["Retry-After"] = wait
    return response


def arrival(request):
    """Return how a post came, as far as its hidden fields and its network tell."""
    key = request.POST.get("key", "")
    return Arrival(
        network=client_network(request),
        origin=client_origin(request),
        honeypot=request.POST.get("subject", ""),
        elapsed=elapsed(request.POST),
        key=key if KEY.fullmatch(key) else "",
    )


def elapsed(data):
    """Return the seconds between form and post: the script's word, else a signed time of ours."""
    said = data.get("elapsed", "")
    if said.isascii() and said.isdecimal() and len(said) < LONGEST_ELAPSED:
        return int(said) / 1000
    try:
        sent = signing.loads(data.get("started", ""), salt=STARTED_SALT)
    except signing.BadSignature:
        return None
    return max(0.0, time.time() - sent)


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
    return ask_again(request, page, _("Is this reply yours?"))


def guest_writer(request, data):
    return Writer(
        name=data["name"],
        email=data["email"],
        website=data["website"],
        participant=known_guest(request, data["email"]),
    )


def render_form(request, page, form, *, addressee=None, is_addressee_gone=False, status=200, **context):
    context |= {
        "article": page,
        "form": form,
        "addressee": addressee,
        "is_addressee_gone": is_addressee_gone,
        "user": context.get("user") or signed_in_user(request),
        "started": signing.dumps(time.time(), salt=STARTED_SALT),
    }
    return render(request, "discussions/reply.html", context, status=status)
