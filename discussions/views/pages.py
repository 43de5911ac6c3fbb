"""Which article a reader may read, whatever the address says."""

from django.http import Http404

from articles.models import ArticlePage
from discussions.models import Discussion, Reply
from discussions.reading import PUBLIC_ID, find_discussion

# Above it SQLite raises instead of finding nothing.
HIGHEST_ID = 2**31


def find_page(request, page_id):
    """Return the article of this id if the one who asks may read it, else None."""
    # Nothing here shows the body, which may be long.
    pages = ArticlePage.objects.live().select_related("locale").defer("body")
    page = pages.filter(pk=page_id).first() if page_id < HIGHEST_ID else None
    if page is None:
        return None
    is_open = all(restriction.accept_request(request) for restriction in page.get_view_restrictions())
    return page if is_open else None


def discussed_or_404(request, page_id):
    """Return (page, discussion) of this id, the latter None as long as nobody has answered; or Http404."""
    page = find_page(request, page_id)
    discussion = page and find_discussion(page)
    if page is None or (discussion and discussion.status == Discussion.Status.HIDDEN):
        raise Http404
    return page, discussion


def find_shown(request, public_id):
    """Return the shown reply of this public id and its article, if this reader may read it, else None."""
    if not PUBLIC_ID.fullmatch(public_id):
        return None
    replies = Reply.objects.shown().select_related("discussion", "root")
    reply = replies.filter(public_id=public_id).first()
    if reply is None or reply.discussion.status == Discussion.Status.HIDDEN:
        return None
    page = find_page(request, reply.discussion.page_id) if reply.discussion.page_id else None
    return page and (reply, page)
