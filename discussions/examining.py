"""Asks all detectors that need more than the text: what was taught, and who signs the article."""

from articles.models import ArticleAuthor
from discussions import detectors, learning
from discussions.reading import discussed_page_id


def examine_text(reply, page):
    """Return as rows for the log what speaks against a reply's text and name, also after an edit."""
    return [
        *detectors.examine_text(reply.name, reply.html, _protected_names(page)),
        *learning.examine(learning.text_of(reply), reply.website, reply.language),
    ]


def _protected_names(page):
    """Return the names that badges go with under a page: who signs it."""
    if page is None:
        return ()
    signed = ArticleAuthor.objects.filter(page_id=discussed_page_id(page))
    return tuple(signed.values_list("author__name", flat=True))
