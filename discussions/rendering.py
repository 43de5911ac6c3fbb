"""Turns a reply's text into what is shown. Called once, when the text is written; the sanitiser is last.

The Markdown is small on purpose: whatever isn't in it stands as the reader wrote it.
"""

import re
from html import escape
from html.parser import HTMLParser

import nh3
from markdown_it import MarkdownIt

from articles.hygiene import scrub

# Raise it whenever the same text would give another HTML: older replies are then rendered on the spot.
RENDER_VERSION = 1

MAX_DEPTH = 8
# Prose never has so many; past them a text would cost more than 50 ms, some with their square.
LIMITS = [(re.compile(r"[\[\]*_`<]"), 400), (re.compile("://"), 40), (re.compile("\n"), 1000)]

ALLOWED_TAGS = {
    *("p", "br", "a", "em", "strong", "b", "i", "blockquote"),
    *("ul", "ol", "li", "code", "pre", "bdi", "span"),
}
# Without "*", nh3 keeps `title` and `lang`; without `deny`, it keeps //evil.example.
SANITISER = nh3.Cleaner(
    tags=ALLOWED_TAGS,
    attributes={"*": set(), "a": {"href"}},
    url_schemes={"http", "https", "mailto"},
    url_relative="deny",
    link_rel="ugc nofollow noopener",
)


def render(text, markup):
    """Return (html, plain) of a reply's text, whose markup is "markdown" or "html". Never raises."""
    try:
        html = sanitise_import(text) if markup == "html" else SANITISER.clean(render_markdown(text))
        plain = to_plain(html)
    except Exception:
        html, plain = "", ""
    if not plain and text.strip():
        html, plain = SANITISER.clean(as_written(text)), text.strip()
    return html, plain


def sanitise_import(html):
    """Return sanitised HTML without the characters that its entities (&#27;) let through the hygiene door."""
    return SANITISER.clean(scrub(SANITISER.clean(html)))


def render_markdown(text):
    """Return the HTML, not sanitised yet, of a text in the small Markdown."""
    if any(len(pattern.findall(text)) > limit for pattern, limit in LIMITS):
        return as_written(text)
    return MARKDOWN.render(text)


def as_written(text):
    """Return the HTML of a text without any markup but its paragraphs and lines."""
    paragraphs = re.split(r"\n\s*\n", text.strip())
    return "".join(f"<p>{'<br>'.join(escape(part).split(chr(10)))}</p>" for part in paragraphs)


class Markdown(MarkdownIt):
    """Paragraphs, line breaks, web addresses, emphasis, quotes, lists, code and links."""

    def __init__(self):
        super().__init__("zero", {"html": False, "linkify": True, "breaks": True, "maxNesting": 100})
        self.enable(["blockquote", "list", "fence", "newline", "backticks", "emphasis", "link", "autolink"])
        self.enable(["linkify", "balance_pairs", "fragments_join"])
        self.linkify.set({"fuzzy_link": False, "fuzzy_email": False, "fuzzy_ip": False})
        for name, guard in BLOCK_GUARDS.items():
            self._guard(self.block.ruler, name, guard)
        self._guard(self.inline.ruler, "emphasis", _not_after_backslash)

    def _guard(self, ruler, name, guard):
        rule = next(rule for rule in ruler.__rules__ if rule.name == name)
        parse = rule.fn
        ruler.at(name, lambda *args: bool(guard(*args)) and parse(*args), {"alt": rule.alt})

    def validateLink(self, url):  # noqa: N802
        return url.lower().startswith(("http://", "https://"))

    def normalizeLinkText(self, link):  # noqa: N802
        return link


def _line(state, start):
    return state.src[state.bMarks[start] + state.tShift[start] : state.eMarks[start]]


def _shallow(state, *args):
    """Deeper than this the marks stand as written: the parser would drop what lies beyond its own limit."""
    return state.level < MAX_DEPTH


def _list_begins(state, start, *args):
    """Not « 2011. Une année », which would lose its number, nor a lone dash, which would vanish."""
    inside = state.sCount[start] < state.blkIndent
    return inside or (_shallow(state) and re.match(r"(?:[-+*]|1[.)]) +\S", _line(state, start)))


def _fence_begins(state, start, *args):
    """Only with a language or nothing behind it: other words would vanish."""
    return _shallow(state) and re.fullmatch(r"(?:`{3,}|~{3,})[\w+#.-]*\s*", _line(state, start))


def _not_after_backslash(state, *args):
    """Leave ¯\\_(ツ)_/¯ its arms."""
    return not (state.pos and state.src[state.pos - 1] == "\\")


BLOCK_GUARDS = {"blockquote": _shallow, "list": _list_begins, "fence": _fence_begins}
MARKDOWN = Markdown()


class PlainText(HTMLParser):
    """Reads sanitised HTML only; on anything else its answer would be no more trustworthy than striptags."""

    LINES = {"br", "li"}
    PARAGRAPHS = {"p", "blockquote", "pre", "ul", "ol"}

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.parts = []
        self.lists = []
        self.preformatted = self.line_begins = False

    def handle_starttag(self, tag, attrs):
        if tag in self.LINES:
            self._break("\n")
        elif tag in self.PARAGRAPHS:
            self._break("\n\n")
        if tag == "li":
            self.parts.append(self._mark())
        elif tag in {"ul", "ol"}:
            self.lists.append([tag, 0])
        self.preformatted = self.preformatted or tag == "pre"

    def handle_endtag(self, tag):
        if tag in self.PARAGRAPHS:
            self._break("\n\n")
        if tag in {"ul", "ol"} and self.lists:
            self.lists.pop()
        self.preformatted = self.preformatted and tag != "pre"

    def handle_data(self, data):
        if not self.preformatted:
            data = re.sub(r"[ \n]+", _join_lines, data)
            data = data.lstrip() if self.line_begins else data
        if data:
            self.parts.append(data)
            self.line_begins = False

    def _break(self, lines):
        # A list item's first paragraph stands beside its mark.
        if not (self.parts and self.parts[-1].endswith((". ", "- ")) and self.line_begins):
            self.parts.append(lines)
        self.line_begins = True

    def _mark(self):
        if not self.lists or self.lists[-1][0] == "ul":
            return "- "
        self.lists[-1][1] += 1
        return f"{self.lists[-1][1]}. "


def _join_lines(blank):
    return " " if "\n" in blank[0] else blank[0]


def to_plain(html):
    """Return the text of sanitised HTML, for mails, feeds and excerpts."""
    parser = PlainText()
    parser.feed(html)
    parser.close()
    lines = [line.rstrip() for line in "".join(parser.parts).split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()
