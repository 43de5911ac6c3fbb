"""A reply seen by its writer: what became of it, a change within ten minutes, its withdrawal.

The address is the proof: signed, known to the writer alone, good for 30 days.
"""

from contextlib import suppress

from django.core import signing
from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from discussions import moderation, reports
from discussions.editing import NotEditable, may_edit, may_withdraw, revise
from discussions.links import good_links
from discussions.models import Reply, Report
from discussions.policy import LINK_DAYS
from discussions.reading import is_visible, preview_of
from discussions.report_forms import AppealForm, edit_form
from discussions.sanctions import Barred
from discussions.views.keeping import SeeOther, bar, never_loses_the_text, unreadable
from discussions.views.pages import find_page

RECEIPT_SALT = "discussions.receipt"
LATE_EDIT = (
    _("This reply can’t be changed any more"),
    _("A text can be changed for ten minutes, as long as no moderator has refused or removed it."),
)
LATE_APPEAL = (
    _("There is no decision left to object to"),
    _("The decision on your reply has changed meanwhile, or you have objected to it already."),
)


def receipt_url(reply, link=None, name="receipt"):
    """Return the address of a receipt; one that a personal link led to is good as long as that is."""
    token = signing.dumps([reply.public_id, link.pk if link else 0], salt=RECEIPT_SALT)
    return reverse(f"discussions:{name}", args=[token])


def find_own(token):
    """Return the reply that a token proves to be one's own; raise Http404."""
    try:
        public_id, link_id = signing.loads(token, salt=RECEIPT_SALT, max_age=LINK_DAYS * 24 * 3600)
    except (signing.BadSignature, ValueError, TypeError) as error:
        raise Http404 from error
    replies = Reply.objects.exclude(kind=Reply.Kind.PLACEHOLDER).select_related("discussion", "participant")
    own = replies.filter(public_id=public_id).first()
    if own is None or (link_id and not good_links().filter(pk=link_id).exists()):
        raise Http404
    return own


@require_safe
@never_loses_the_text
def receipt(request, token):
    """Tell the writer what became of the text."""
    own = find_own(token)
    decision = own.decisions.last()
    return show(
        request,
        "discussions/receipt.html",
        own,
        token,
        decision=decision,
        accepted_key=request.GET.get("key", ""),
        is_visible=is_visible(own),
        may_edit=may_edit(own),
        may_withdraw=may_withdraw(own),
        may_appeal=reports.may_appeal(own),
        appeal=own.reports.filter(kind=Report.Kind.APPEAL).select_related("decision").last(),
    )


# Exempt, as all that follows: whoever knows the address may do it, and nobody else knows it.
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
@never_loses_the_text
def edit(request, token):
    """Change the text, as long as that is allowed."""
    if request.method == "POST" and (answer := unreadable(request)):
        return answer
    own = find_own(token)
    form = edit_form(own, request.POST or None)
    if not may_edit(own):
        return too_late(request, own, token, LATE_EDIT)
    if not form.is_valid():
        return show(
            request, "discussions/edit.html", own, token, form=form, status=422 if form.errors else 200
        )
    text = form.cleaned_data["text"]
    if "preview" in request.POST:
        return show(request, "discussions/edit.html", own, token, form=form, preview=preview_of(text))
    try:
        revise(own, text)
    except NotEditable:
        return too_late(request, own, token, LATE_EDIT)
    except Barred as error:
        return bar(request, find_own_page(request, own), error.sanction)
    return see_other("receipt", token)


def too_late(request, own, token, said):
    """Say, in a heading and a sentence, why nothing came of a text, and show it, so that it can be copied."""
    heading, why = said
    text = request.POST.get("text", "")
    context = {"heading": heading, "why": why, "text": text}
    return show(request, "discussions/too_late.html", own, token, status=409 if text else 200, **context)


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
@never_loses_the_text
def withdraw(request, token):
    """Ask whether to take the reply back; a POST does it."""
    own = find_own(token)
    if request.method != "POST" and may_withdraw(own):
        return show(request, "discussions/withdraw.html", own, token)
    if may_withdraw(own):
        # Whatever came in between, the receipt says it.
        with suppress(moderation.AlreadyDecided, moderation.TextChanged):
            moderation.withdraw(own, rule="writer")
    return see_other("receipt", token)


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
@never_loses_the_text
def contest(request, token):
    """Object to the moderators' decision, once for each."""
    if request.method == "POST" and (answer := unreadable(request)):
        return answer
    own = find_own(token)
    form = AppealForm(request.POST if request.method == "POST" else None, label_suffix="")
    if not reports.may_appeal(own):
        return end_appeal(request, own, token, form)
    if not form.is_valid():
        context = {"form": form, "decision": own.decisions.last()}
        status = 422 if form.errors else 200
        return show(request, "discussions/contest.html", own, token, status=status, **context)
    reports.appeal(own, form.cleaned_data["text"])
    return end_appeal(request, own, token, form)


def end_appeal(request, own, token, form):
    """Lead to what came of an objection that has arrived, now or before; give any other its words back."""
    made = own.reports.filter(kind=Report.Kind.APPEAL)
    if not form.is_bound or (form.is_valid() and made.filter(explanation=form.cleaned_data["text"]).exists()):
        return see_other("receipt", token)
    return too_late(request, own, token, LATE_APPEAL)


def show(request, template, own, token, *, status=200, **context):
    context |= {"reply": own, "article": find_own_page(request, own), "token": token}
    return render(request, template, context, status=status)


def find_own_page(request, own):
    page_id = own.discussion.page_id
    return find_page(request, page_id) if page_id else None


def see_other(name, *args):
    return SeeOther(reverse(f"discussions:{name}", args=args))
