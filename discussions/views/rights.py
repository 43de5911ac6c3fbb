"""Where somebody who is named in an article answers it by right; a moderator reads it within three days."""

from django.http import Http404
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from discussions.identity import is_vouched_for, known_guest, what_is_known
from discussions.policy import RIGHT_OF_REPLY_DAYS
from discussions.posting import Refused, TooMany, claim
from discussions.report_forms import RightOfReplyForm
from discussions.views.keeping import (
    SeeOther,
    ask_again,
    never_loses_the_text,
    refuse,
    slow_down,
    unreadable,
)
from discussions.views.own import receipt_url
from discussions.views.pages import find_page
from discussions.views.replying import arrival
from discussions.writers import Writer


# Exempt because a cached page holds no token: `is_vouched_for` decides.
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
@never_loses_the_text
def right_of_reply(request, page_id):
    """Show the form of the right of reply, and take what was filled in."""
    if request.method == "POST" and (answer := unreadable(request)):
        return answer
    page = find_page(request, page_id)
    if page is None and request.method != "POST":
        raise Http404
    if page is None:
        return refuse(request, None, _("This page isn't there, or isn't there any more."), status=404)
    if request.method != "POST":
        return show(request, page, RightOfReplyForm(initial=what_is_known(request), label_suffix=""))
    if not is_vouched_for(request):
        return ask_again(request, page, _("Is this reply yours?"))
    return take(request, page)


def take(request, page):
    form = RightOfReplyForm(request.POST, label_suffix="")
    if not form.is_valid():
        return show(request, page, form, status=422)
    data = form.cleaned_data
    guest = known_guest(request, data["email"])
    writer = Writer(name=data["name"], email=data["email"], participant=guest)
    said = {"text": data["text"], "passage": data["passage"]}
    try:
        taken = claim(page, writer, **said, arrival=arrival(request))
    except Refused as error:
        return refuse(request, page, error.refusal.message, status=409)
    except TooMany as error:
        message = _("That is a lot in a short time. Your text is still here: send it again in a few minutes.")
        return slow_down(show(request, page, form, message=message), error.wait)
    return SeeOther(receipt_url(taken))


def show(request, page, form, *, status=200, message=""):
    context = {"form": form, "article": page, "days": RIGHT_OF_REPLY_DAYS, "message": message}
    return render(request, "discussions/right_of_reply.html", context, status=status)
