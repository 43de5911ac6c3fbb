"""What every answer to a writer keeps to: the text isn't lost, and no cache or index keeps the page."""

import logging
from functools import wraps

from django.conf import settings
from django.core.exceptions import BadRequest, PermissionDenied, RequestDataTooBig, SuspiciousOperation
from django.db import DatabaseError, InterfaceError
from django.http import Http404, HttpResponse, HttpResponseRedirect, UnreadablePostError
from django.http.multipartparser import MultiPartParserError
from django.shortcuts import render
from django.template.loader import render_to_string

logger = logging.getLogger(__name__)

RETRY_SECONDS = 30
# What a form sends, besides its text, when it is sent again from another page of ours.
CARRIED = (
    *("parent", "name", "email", "website", "follow", "key", "elapsed", "started", "subject"),
    *("reason", "good_faith", "passage", "is_concerned"),
)
# An unknown charset is a LookupError, a closed connection an OSError.
UNREADABLE = (SuspiciousOperation, BadRequest, MultiPartParserError, UnreadablePostError, LookupError)


class SeeOther(HttpResponseRedirect):
    """Leads from a POST to the page that says what came of it."""

    status_code = 303


def never_loses_the_text(view):
    """Answer any fault with the text, 503 if the database's and else 500; keep the answer private."""

    @wraps(view)
    def wrapper(request, *args, **kwargs):
        try:
            response = view(request, *args, **kwargs)
        except (Http404, PermissionDenied, *UNREADABLE):
            raise
        except Exception as error:
            logger.exception("A reply could not be kept or shown.")
            response = unavailable(request, error)
        return keep_private(response)

    return wrapper


def unavailable(request, error):
    # No request: nothing in this template may ask the database.
    sent = {} if _fault_of_body(request) else request.POST
    fields = carried(sent, "csrfmiddlewaretoken")
    context = {"text": sent.get("text", ""), "fields": fields, "action": request.path}
    content = render_to_string("discussions/unavailable.html", context)
    if isinstance(error, (DatabaseError, InterfaceError)):
        return HttpResponse(content, status=503, headers={"Retry-After": RETRY_SECONDS})
    return HttpResponse(content, status=500)


def carried(sent, *more):
    """Return what a form needs, besides its text, to be sent again as it was."""
    return {name: sent[name] for name in (*CARRIED, *more) if name in sent}


def keep_private(response):
    """Keep an answer out of caches and indexes, and its address, which may hold a secret, on this site."""
    response.headers["X-Robots-Tag"] = "noindex"
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["Referrer-Policy"] = "same-origin"
    return response


def unreadable(request):
    """Return the answer to a body which can't be read at all, or None."""
    status = _fault_of_body(request)
    return status and render(request, "discussions/unreadable.html", status=status)


def _fault_of_body(request):
    length = request.headers.get("Content-Length", "")
    # Django has a limit for fields, and none for files, which it would write to the disk.
    if length.isdecimal() and int(length) > settings.DATA_UPLOAD_MAX_MEMORY_SIZE:
        return 413
    try:
        request.POST  # noqa: B018
    except UNREADABLE as error:
        return 413 if isinstance(error, RequestDataTooBig) else 400
    return None


def ask_again(request, page, heading):
    """Ask, on a page with a token, whether what no browser vouched for is to be sent."""
    fields = carried(request.POST)
    context = {"article": page, "heading": heading, "action": request.path, "fields": fields}
    return render(
        request, "discussions/confirm.html", context | {"text": request.POST.get("text", "")}, status=403
    )


def slow_down(response, wait):
    """Return an answer as 429, with the seconds to wait."""
    response.status_code = 429
    response.headers["Retry-After"] = wait
    return response


def refuse(request, page, message, *, status):
    """Say that nothing can be answered here, and show the text that was sent, so that it can be copied."""
    context = {"article": page, "message": message, "text": request.POST.get("text", "")}
    return render(request, "discussions/refused.html", context, status=status)


def bar(request, page, sanction):
    """Tell somebody who may not write why and until when, and show the text, so that it can be copied."""
    context = {"article": page, "sanction": sanction, "text": request.POST.get("text", "")}
    return render(request, "discussions/barred.html", context, status=403)
