"""Where readers report a reply: lightly, or by a notice under the law; and where they see what came of it."""

from collections.abc import Callable
from dataclasses import dataclass

from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from discussions import limits, links, reasons, reports
from discussions.addresses import address
from discussions.identity import is_vouched_for, known_guest, signed_in_user, what_is_known
from discussions.network import client_network
from discussions.reading import is_visible
from discussions.report_forms import NoticeForm, ReportForm
from discussions.views.keeping import (
    SeeOther,
    ask_again,
    never_loses_the_text,
    refuse,
    slow_down,
    unreadable,
)
from discussions.views.pages import find_shown

MAY_POST = ["GET", "HEAD", "POST"]


@dataclass(frozen=True)
class Door:
    """One way to report: its form, its page, and what takes (reply, subject, cleaned data)."""

    form: type
    template: str
    take: Callable


LIGHT = Door(
    ReportForm,
    "discussions/report.html",
    lambda reply, subject, data: reports.report(
        reply, subject=subject, reason=data["reason"], text=data["text"], language=get_language()
    ),
)
NOTICE = Door(
    NoticeForm,
    "discussions/notice.html",
    lambda reply, subject, data: reports.notify(
        reply, **{field: data[field] for field in NOTICE_FIELDS}, language=get_language()
    ),
)
NOTICE_FIELDS = ["reason", "text", "name", "email"]


# Exempt, as the next, because a cached page holds no token: `is_vouched_for` decides.
@csrf_exempt
@require_http_methods(MAY_POST)
@never_loses_the_text
def report(request, public_id):
    """Report a reply to the moderators, without saying who one is."""
    return enter(request, public_id, LIGHT)


@csrf_exempt
@require_http_methods(MAY_POST)
@never_loses_the_text
def notice(request, public_id):
    """Give notice of illegal content."""
    return enter(request, public_id, NOTICE)


def enter(request, public_id, door):
    if request.method == "POST" and (answer := unreadable(request)):
        return answer
    found = find_shown(request, public_id)
    if found is None or not is_visible(found[0]):
        return gone(request)
    reply, page = found
    if request.method != "POST":
        return show(request, door, reply, page, door.form(initial=what_is_known(request), label_suffix=""))
    if not is_vouched_for(request):
        return ask_again(request, page, _("Is this report yours?"))
    return take(request, door, reply, page)


def take(request, door, reply, page):
    form = door.form(request.POST, label_suffix="")
    if not form.is_valid():
        return show(request, door, reply, page, form, status=422)
    counted = {limits.REPORTER: subject_of(request), limits.REPORTS: client_network(request)}
    if wait := limits.read(counted).wait:
        message = _(
            "That is a lot of reports in a short time. Yours is still here: send it in a few minutes."
        )
        return slow_down(show(request, door, reply, page, form, message=message), wait)
    try:
        made = door.take(reply, subject_of(request), form.cleaned_data)
    except reports.ReplyGone:
        return gone(request)
    except reports.AlreadyReported as error:
        return show(request, door, reply, page, form, status=409, before=error.report)
    limits.count(counted)
    return SeeOther(filed_url(made))


def gone(request):
    """Answer that the reply isn't there; whoever has written something gets it back."""
    if request.method != "POST":
        raise Http404
    return refuse(request, None, _("This reply isn’t there, or isn’t there any more."), status=404)


def subject_of(request):
    """Return who reports, as far as that can be told; a network stands for whoever has no name here."""
    if user := signed_in_user(request):
        return f"user:{user.pk}"
    if guest := known_guest(request):
        return f"participant:{guest.pk}"
    return client_network(request)


def filed_url(made):
    return reverse("discussions:report_filed", args=[links.report_token(made)])


def show(request, door, reply, page, form, *, status=200, **context):
    context |= {
        "form": form,
        "reply": reply,
        "article": page,
        "permalink": request.build_absolute_uri(
            f"{address('permalink', page.locale.language_code, reply.public_id)}#{reply.anchor}"
        ),
    }
    return render(request, door.template, context, status=status)


@require_safe
@never_loses_the_text
def filed(request, token):
    """Tell who reported a reply what came of it; the address is the proof."""
    made = links.find_report(token)
    if made is None:
        raise Http404
    return render(
        request, "discussions/report_filed.html", {"report": made, "reason": reasons.label(made.reason)}
    )
