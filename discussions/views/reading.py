"""Where one reply, one thread and the number of replies are found. Nothing here writes."""

from django.http import Http404, HttpResponsePermanentRedirect, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from discussions import paging
from discussions.addresses import address, page_number
from discussions.forms import follow_form
from discussions.navigation import page_url
from discussions.reading import read_refusal, read_thread
from discussions.views.pages import discussed_or_404, find_shown


def shown_or_404(request, public_id):
    found = find_shown(request, public_id)
    if found is None:
        raise Http404
    return found


@require_safe
def permalink(request, public_id):
    """Lead to the page a reply stands on, whichever that is today: one redirect, without JavaScript."""
    reply, page = shown_or_404(request, public_id)
    top, number = paging.place(reply, reply.discussion)
    language = page.locale.language_code
    url = page.get_url(request) if top is None else address("thread", language, reply.root.public_id)
    query = f"?page={number}" if number > 1 else ""
    return HttpResponseRedirect(f"{url}{query}#{reply.anchor}")


@require_safe
def thread(request, public_id):
    """Show one thread, page by page: its top and some of its answers."""
    reply, page = shown_or_404(request, public_id)
    language = page.locale.language_code
    if reply.root_id:
        return HttpResponseRedirect(f"{address('permalink', language, public_id)}#{reply.anchor}")
    path = address("thread", language, public_id)
    excerpt = read_thread(reply, number=page_number(request.GET.get("page", "")))
    if language != get_language():
        return HttpResponsePermanentRedirect(page_url(path, excerpt.number))
    context = {
        "top": reply,
        "article": page,
        "excerpt": excerpt,
        "path": path,
        "root_url": page.get_url_parts(request)[1],
        "follow_form": follow_form(),
        "takes_replies": read_refusal(page, reply.discussion) is None,
    }
    return render(request, "discussions/thread.html", context)


@require_safe
def count(request, page_id):
    """Say how many replies readers meet under a page, for the script that announces new ones."""
    _, discussion = discussed_or_404(request, page_id)
    return JsonResponse({"count": discussion.shown_count if discussion else 0})
