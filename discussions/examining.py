"""Asks the detectors that need more than a text: the lists, what was taught, who has a badge there."""

from articles.models import ArticleAuthor
from discussions import detectors, learning, repeats, rules
from discussions.models import Reply
from discussions.reading import discussed_page_id


def examine_text(reply, page, email):
    """Return as rows for the log what speaks against a reply's text and its writer, also after an edit."""
    return [
        *detectors.examine_text(reply.name, reply.html, protected_names(page)),
        *rules.examine(reply, email),
        *repeats.examine(reply),
        *learning.examine(reply.said, reply.website, reply.language),
    ]


def protected_names(page):
    """Return the names that badges go with under a page: who signs it, and who has answered with one."""
    if page is None:
        return set()
    page_id = discussed_page_id(page)
    signed = ArticleAuthor.objects.filter(page_id=page_id).order_by().values_list("author__name")
    answered = Reply.objects.filter(discussion__page=page_id).exclude(role="").values_list("name")
    return {name for (name,) in signed.union(answered)}
