"""The end of subscriptions by the address in a mail, as RFC 8058 has it: any POST ends them."""

from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from discussions import unsubscribing
from discussions.views.keeping import UNREADABLE, never_loses_the_text
from discussions.views.own import see_other

# What our own buttons send; anything else is a mail program's one click.
RESUME, ALL, END = "resume", "all", "end"


# Exempt because mail programs have no token; the signed address is the proof.
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
@never_loses_the_text
def unsubscribe(request, token):
    """Show what a mail came from, with a button to end it; a POST ends it."""
    ids = unsubscribing.read(token)
    if ids is None:
        return render(request, "discussions/unsubscribe_unknown.html", status=404)
    if request.method != "POST":
        return show(request, ids)
    act = asked(request)
    if act == RESUME:
        unsubscribing.resume(ids)
    elif act == ALL:
        unsubscribing.end_all(ids)
    else:
        unsubscribing.end(unsubscribing.named(ids))
    # A mail program follows no redirect.
    return see_other("unsubscribe", token) if act else show(request, ids)


def asked(request):
    """Return which of our buttons was pressed; empty for a mail program, whatever its body looks like."""
    try:
        act = request.POST.get("act", "")
    except UNREADABLE:
        return ""
    return act if act in {RESUME, ALL, END} else ""


def show(request, ids):
    left = unsubscribing.named(ids)
    active = [one for one in left if one.is_active]
    others = unsubscribing.others(ids).count()
    context = {"active": active, "ended": [*left], "others": others}
    return render(request, "discussions/unsubscribe.html", context)
