"""Where one reply and one thread are found."""

from django.http import Http404, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_safe

from discussions import paging
from discussions.views.pages import find_shown


@require_safe
def permalink(request, public_id):
    """Lead to the page a reply stands on, whichever that is today: one redirect, without JavaScript."""
    found = find_shown(request, public_id)
    if found is None:
        raise Http404
    reply, page = found
    top, number = paging.place(reply, reply.discussion)
    url = page.get_url(request) if top is None else reverse("discussions:thread", args=[reply.root.public_id])
    query = f"?page={number}" if number > 1 else ""
    return HttpResponseRedirect(f"{url}{query}#{reply.anchor}")


@require_safe
def thread(request, public_id):
    """Show one thread, page by page: its top and some of its answers."""
    raise Http404
