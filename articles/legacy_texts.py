"""The sentences of imported HTML, for translators: the text between the tags, never the tags.

wagtail-localize 1.14 extracts nothing from raw HTML and would show the source's in every language; its
own extraction for rich text refuses what imports hold. Attributes (alt, title) stay as they are.
"""

import re

from bs4 import BeautifulSoup, NavigableString
from wagtail_localize.segments import StringSegmentValue

AROUND = re.compile(r"(\s*)(.*?)(\s*)", re.DOTALL)


def extract(html):
    """Return a segment for each piece of text, in order."""
    return [StringSegmentValue("", text.strip()) for text in texts(parse(html))]


def restore(html, segments):
    """Return the HTML with the texts of the segments, escaped, in place of its own."""
    soup = parse(html)
    ordered = sorted(segments, key=lambda segment: segment.order)
    for text, segment in zip(texts(soup), ordered, strict=True):
        before, _, after = AROUND.fullmatch(text).groups()
        text.replace_with(f"{before}{segment.render_text()}{after}")
    return str(soup)


def parse(html):
    return BeautifulSoup(html, "html.parser")


def texts(soup):
    """Return the text nodes that hold more than space; comments and the like are other types."""
    return [node for node in soup.find_all(string=True) if type(node) is NavigableString and node.strip()]
