"""WordPress's stored values as the plain texts and names that our models keep."""

import re
import unicodedata
from html import unescape
from urllib.parse import unquote

import nh3

from articles.hygiene import UnacceptableText, clean_line, drop_refused


def line(text, limit):
    """Return one line of at most `limit` characters, cut at a word."""
    text = drop_refused(text)
    try:
        return clean_line(text, max_length=limit)
    except UnacceptableText:
        return cut(clean_line(text), limit)


def cut(text, limit):
    """Return a text cut at a word, with an ellipsis, to at most `limit` characters."""
    if len(text) <= limit:
        return text
    start = text[: limit - 1]
    whole_words = start.rsplit(" ", 1)[0] if " " in start and text[limit - 1] != " " else start
    return whole_words.rstrip(" ,;:") + "…"


def words_of(markup, limit):
    """Return the words of a title or an excerpt: no markup, entities decoded, one line."""
    return line(unescape(nh3.clean(markup, tags=set())), limit)


def slug_of(slug, *otherwise):
    """Return a slug in Unicode, from WordPress's own or the first of the other texts that gives one."""
    for text in (unquote(slug), *otherwise):
        made = re.sub(r"[^\w-]+", "-", unicodedata.normalize("NFC", text).strip().lower())
        made = re.sub(r"-{2,}", "-", made).strip("-_")
        if made:
            return made
    return ""
