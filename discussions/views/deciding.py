"""A moderator's decision from the address in a mail: a GET shows the reply, a POST decides on it.

No session is opened and none is asked for: the address is good for one reply, in one moderator's name.
"""

from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from discussions import mandates
from discussions.decisions import (
    ACTS,
    IMPOSSIBLE,
    DecisionForm,
    acts_for,
    carry_out,
    edit_mark,
    explain_errors,
    state_label,
    who_decided,
)
from discussions.detectors import explain as explain_finding
from discussions.gate import WHY
from discussions.identity import BareTokenCheck, has_token
from discussions.reading import html_of, is_visible
from discussions.views.keeping import never_loses_the_text, unreadable
from discussions.views.own import see_other


def tells_nobody(view):
    """Keep the address from every other site and from our own logs of where readers come from."""

    def wrapper(request, token):
        response = view(request, token)
        response.headers["Referrer-Policy"] = "no-referrer"
        return response

    return wrapper


# Exempt because under that policy browsers send no Origin, which Django's check asks for: its token is
# checked by hand, and nobody but the moderator knows the address.
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
@tells_nobody
@never_loses_the_text
def moderate(request, token):
    """Show a moderator a reply that waits, and take the decision on it."""
    if request.method == "POST" and (answer := unreadable(request)):
        return answer
    mandate = mandates.read(token)
    if mandate is None:
        return render(request, "discussions/moderate_gone.html", status=404)
    user, reply = mandate
    if request.method != "POST":
        return show(request, reply, user)
    if not has_token(request, BareTokenCheck):
        return show(request, reply, user, status=403, is_unproven=True)
    return decide(request, token, reply, user)


def decide(request, token, reply, user):
    act, form = ACTS.get(request.POST.get("act")), DecisionForm(request.POST)
    if act is None or not form.is_valid():
        return show(request, reply, user, status=422, fault=explain_errors(form) or IMPOSSIBLE)
    fault = carry_out(act, reply, actor=user, **form.cleaned_data)
    if fault:
        reply.refresh_from_db()
        return show(request, reply, user, status=409, fault=fault)
    return see_other("moderate", token)


def show(request, reply, user, *, status=200, **context):
    decision = reply.decisions.select_related("actor").last()
    context |= {
        "reply": reply,
        "article": reply.discussion.page,
        "moderator": user,
        "text": html_of(reply),
        "decision": decision,
        "who": decision and who_decided(decision),
        "state": state_label(reply.state),
        "why": why(reply, decision),
        "acts": acts_for(reply),
        "seen_edit": edit_mark(reply),
        "is_visible": is_visible(reply),
        # Of a decision that came to nothing.
        "note": request.POST.get("note", ""),
    }
    return render(request, "discussions/moderate.html", context, status=status)


def why(reply, decision):
    """Return why a reply waits, in sentences."""
    if decision is None or reply.state != reply.State.PENDING:
        return []
    found = [explain_finding(row) for row in decision.findings]
    return [line for line in (WHY.get(decision.reason), *found) if line]
