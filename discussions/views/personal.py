"""A reader's own page, behind the link in a mail. A GET shows, a POST acts: scanners change nothing."""

from functools import wraps

from django.http import Http404, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.utils.text import slugify
from django.utils.translation import get_language
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from discussions import following, limits, links, outbox, personal
from discussions.forms import AddressForm, frequency_form
from discussions.identity import forget_guest, remember_guest, signed_in_user
from discussions.models import Mail
from discussions.network import client_network
from discussions.views.keeping import SeeOther, never_loses_the_text, unreadable
from discussions.views.own import receipt_url, see_other
from discussions.views.reporting import filed_url

# More than that nobody reads on one page; the export has them all.
LISTED = 200
MAY_POST = ["GET", "HEAD", "POST"]


def behind_a_link(view):
    """Hand a view its personal link; one that is good no more is answered with the way to a new one.

    Exempt from Django's token: whoever knows the address may act, and nobody else knows it.
    """

    @csrf_exempt
    @never_loses_the_text
    @wraps(view)
    def wrapper(request, secret, **kwargs):
        link = links.find(secret)
        if link is None:
            return render(request, "discussions/link_gone.html", {"form": address_form()}, status=404)
        return view(request, link, secret=secret, **kwargs)

    return wrapper


def address_form(data=None, **options):
    return AddressForm(data, label_suffix="", **options)


# Exempt because it gives nothing away: the mail goes to the owner of the address.
@csrf_exempt
@require_http_methods(MAY_POST)
@never_loses_the_text
def ask_link(request):
    """Send somebody their personal link; the answer doesn't tell whether the address is known."""
    if request.method == "POST" and (answer := unreadable(request)):
        return answer
    user = signed_in_user(request)
    form = address_form(request.POST or None, initial=user and {"email": user.email})
    if not form.is_valid():
        return render(
            request, "discussions/ask_link.html", {"form": form}, status=422 if form.errors else 200
        )
    network = {limits.NETWORK: client_network(request)}
    if wait := limits.read(network).wait:
        context = {"form": form, "is_too_much": True}
        response = render(request, "discussions/ask_link.html", context, status=429)
        response.headers["Retry-After"] = wait
        return response
    limits.count(network)
    send_link(form.cleaned_data["email"])
    return see_other("link_sent")


def send_link(address):
    if personal.is_known(address):
        outbox.put(Mail.Kind.LINK, address, get_language())


@require_safe
@never_loses_the_text
def link_sent(request):
    """Say that a mail is on its way, if the address is known."""
    return render(request, "discussions/link_sent.html")


@require_safe
@behind_a_link
def mine(request, link, secret):
    """Show a person all they wrote, and what they can do with it."""
    person = personal.person_of(link)
    replies = person.replies
    listed = [(reply, receipt_url(reply, link)) for reply in replies[:LISTED]]
    context = {
        "secret": secret,
        "link": link,
        "replies": listed,
        "count": replies.count(),
        "sanctions": person.sanctions,
        "asked": person.subscriptions.unconfirmed()[:LISTED],
        "notices": [(one, filed_url(one)) for one in person.notices.order_by("-pk")[:LISTED]],
    }
    context["followed"] = [
        (one, frequency_form(instance=one)) for one in following.followed_by(link.email_key)[:LISTED]
    ]
    return render(request, "discussions/mine.html", context)


@require_http_methods(MAY_POST)
@behind_a_link
def confirm(request, link, secret, public_id):
    """Ask whether a reply is one's own; a POST says so, and the browser remembers who said it."""
    reply = get_object_or_404(personal.replies_of(link), public_id=public_id)
    if not personal.awaits_confirmation(reply):
        return SeeOther(receipt_url(reply, link))
    if request.method != "POST":
        return render(request, "discussions/confirm_address.html", {"reply": reply, "secret": secret})
    try:
        reply = personal.confirm(reply, link)
    except personal.NotYours as error:
        raise Http404 from error
    response = SeeOther(receipt_url(reply, link))
    remember_guest(response, secret)
    return response


@require_http_methods(MAY_POST)
@behind_a_link
def confirm_following(request, link, secret, pk):
    """Ask whether somebody wants to follow what was asked with their address; a POST says so."""
    followed = get_object_or_404(following.asked_by(link.email_key), pk=pk)
    if request.method == "POST":
        following.confirm(followed)
        response = see_other("mine", secret)
        remember_guest(response, secret)
        return response
    context = {"subscription": followed, "secret": secret}
    return render(request, "discussions/confirm_following.html", context)


@require_POST
@behind_a_link
def change_following(request, link, secret, pk):
    """Change how often somebody is told of what they follow, or end it."""
    if answer := unreadable(request):
        return answer
    followed = get_object_or_404(following.followed_by(link.email_key), pk=pk)
    form = frequency_form(request.POST, instance=followed)
    if "end" in request.POST:
        following.end(followed)
    elif form.is_valid():
        following.confirm(followed, form.cleaned_data["frequency"])
    return see_other("mine", secret)


@require_safe
@behind_a_link
def export(request, link, secret):
    """Give a person all that is kept about them, as a file."""
    response = JsonResponse(
        personal.export(personal.person_of(link)), json_dumps_params={"ensure_ascii": False, "indent": 2}
    )
    name = slugify(request.get_host().partition(":")[0].replace(".", "-"))
    response.headers["Content-Disposition"] = f'attachment; filename="causerie-{name}.json"'
    return response


@require_http_methods(MAY_POST)
@behind_a_link
def erase(request, link, secret):
    """Ask whether to erase all of a person; a POST does it, for ever."""
    if request.method != "POST":
        context = {"secret": secret, "count": personal.replies_of(link).count()}
        return render(request, "discussions/erase.html", context)
    personal.erase(personal.person_of(link))
    response = render(request, "discussions/erased.html")
    forget_guest(response)
    return response


@require_POST
@behind_a_link
def revoke(request, link, secret):
    """Make all personal links of an address worthless."""
    links.revoke(link)
    response = see_other("ask_link")
    forget_guest(response)
    return response
