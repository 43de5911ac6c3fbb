"""Addresses of WordPress that need more than a redirect of their own."""

from django.http import Http404, HttpResponsePermanentRedirect
from django.views.decorators.http import require_safe
from wagtail.contrib.redirects.middleware import get_redirect
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page

from discussions.views.pages import find_page


@require_safe
def comment_page(request, path, number):
    """Lead from a page of comments, below an article's address or an old one, to the article's discussion."""
    below = request.path[: request.path.rindex("/comment-page-")]
    # PostgreSQL raises where SQLite finds nothing (wagtail#4496).
    page = None if "\0" in path else find_article(request, path, below)
    if page is None:
        raise Http404
    return HttpResponsePermanentRedirect(f"{page.get_url(request)}#discussion")


def find_article(request, path, address):
    """Return the article at a path of the pages' tree, or at an old address, if this reader may read it."""
    route = Page.route_for_request(request, path)
    old = None if route else get_redirect(request, Redirect.normalise_path(address))
    page = route.page if route else old and old.redirect_page
    return find_page(request, page.pk) if page else None
