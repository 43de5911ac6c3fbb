"""Asks the detectors that need more than a text: the lists, what was taught, who signs the article."""

from articles.models import ArticleAuthor
from discussions import detectors, learning, repeats, rules
from discussions.reading import discussed_page_id


def examine_text(reply, page, email):
    """Return as rows for the log what speaks against a reply's text and its writer, also after an edit."""
    return [
        *detectors.examine_text(reply.name, reply.html, _protected_names(page)),
        *rules.examine(reply, email),
        *repeats.examine(reply),
        *learning.examine(reply.said, reply.website, reply.language),
    ]


def _protected_names(page):
    """Return the names that badges go with under a page: who signs it."""
    if page is None:
        return ()
    signed = ArticleAuthor.objects.filter(page_id=discussed_page_id(page))
    return tuple(signed.values_list("author__name", flat=True))
