"""The way from a front page to the page of an address, in one query for an article.

Wagtail 8.0 asks twice for each level between; delete this when it doesn't.
"""

from django.http import Http404
from wagtail.models import Page

from articles.models import ArticlePage


class DirectRoute:
    """Mixed into the front page, which finds what is below it by its whole path."""

    def route(self, request, path_components):
        if not path_components:
            return super().route(request, path_components)
        page = find(f"{self.url_path}{'/'.join(path_components)}/", deep=len(path_components) > 1)
        if page is None:
            raise Http404
        return page.route(request, [])


def find(url_path, *, deep):
    """Return the page at a path, as its own class, or None; articles, which always lie deep, come first."""
    article = ArticlePage.objects.filter(url_path=url_path).first() if deep else None
    return article or getattr(Page.objects.filter(url_path=url_path).first(), "specific", None)
