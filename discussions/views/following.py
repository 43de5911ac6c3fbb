"""Where readers who don't write follow a discussion or a thread by mail."""

from django.http import Http404
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from discussions import following, limits
from discussions.forms import follow_form
from discussions.identity import known_guest, known_link, signed_in_user
from discussions.models import Discussion, Reply, Subscription
from discussions.names import email_key
from discussions.network import client_network
from discussions.reading import PUBLIC_ID, discussed_page_id, find_discussion, read_refusal
from discussions.views.keeping import never_loses_the_text, refuse, unreadable
from discussions.views.own import see_other
from discussions.views.pages import find_page
from discussions.views.replying import trusted_user


# Exempt because a cached page holds no token, and it gives nothing away: the owner of the address is asked.
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
@never_loses_the_text
def follow(request, page_id):
    """Show the form that follows a discussion or a thread, and take what was filled in."""
    if request.method == "POST" and (answer := unreadable(request)):
        return answer
    page = find_page(request, page_id)
    if page is None:
        raise Http404
    discussion = find_discussion(page)
    if refusal := find_refusal(page, discussion):
        return refuse(request, page, refusal, status=409 if request.method == "POST" else 200)
    top = find_top(discussion, request.POST.get("thread") or request.GET.get("thread", ""))
    form = follow_form(signed_in_user(request) or known_guest(request), request.POST or None)
    if not form.is_valid():
        return show(request, page, top, form, status=422 if form.errors else 200)
    return take(request, page, top, form)


def find_refusal(page, discussion):
    """Return why a discussion can't be followed, or an empty text."""
    if refusal := read_refusal(page, discussion):
        return refusal.message
    if page.get_view_restrictions():
        return _("Only those who know its password read this page: its replies are mailed to nobody.")
    return ""


def find_top(discussion, public_id):
    """Return the reply whose thread is to be followed; None for the whole discussion."""
    if not public_id:
        return None
    tops = Reply.objects.shown().filter(discussion=discussion, root=None)
    top = tops.filter(public_id=public_id).first() if discussion and PUBLIC_ID.fullmatch(public_id) else None
    if top is None:
        raise Http404
    return top


def take(request, page, top, form):
    """Follow, and say the same whether or not the address is known here."""
    if request.POST.get("subject"):
        return see_other("following_sent")
    network = {limits.NETWORK: client_network(request)}
    if wait := limits.read(network).wait:
        response = show(request, page, top, form, status=429, is_too_much=True)
        response.headers["Retry-After"] = wait
        return response
    limits.count(network)
    email, is_proven = form.cleaned_data["email"], proves(request, form.cleaned_data["email"])
    following.follow(
        find_or_begin(page),
        email,
        page.locale.language_code,
        scope=Subscription.Scope.THREAD if top else Subscription.Scope.DISCUSSION,
        reply=top,
        frequency=form.cleaned_data["frequency"],
        is_proven=is_proven,
    )
    return see_other("following_done" if is_proven else "following_sent")


def find_or_begin(page):
    begun = {"page_id": discussed_page_id(page), "defaults": {"locale_id": page.locale_id}}
    return Discussion.objects.get_or_create(**begun)[0]


def proves(request, email):
    """Tell whether the browser that asks is that of the address's owner."""
    user = trusted_user(request)
    link = known_link(request)
    return email_key(email) in {user and email_key(user.email), link and link.email_key}


def show(request, page, top, form, *, status=200, **context):
    context |= {"article": page, "top": top, "form": form, "user": signed_in_user(request)}
    return render(request, "discussions/follow.html", context, status=status)


@require_safe
@never_loses_the_text
def sent(request):
    """Say that a mail is on its way to the address that was given."""
    return render(request, "discussions/following_sent.html")


@require_safe
@never_loses_the_text
def done(request):
    """Say that it is done, to a browser whose owner is known."""
    return render(request, "discussions/following_done.html")
