"""Paragraphs and line breaks as WordPress makes them of what its classic editor stored.

A blank line ends a paragraph, a single newline is a break; block elements stand outside paragraphs. Linear
in the length of the text, whatever it holds. Checked against WordPress's own results (see the tests).
"""

import re
from dataclasses import dataclass, field

BLOCKS = frozenset(
    [
        "address",
        "area",
        "article",
        "aside",
        "blockquote",
        "caption",
        "col",
        "colgroup",
        "dd",
        "details",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hgroup",
        "hr",
        "legend",
        "li",
        "main",
        "map",
        "math",
        "menu",
        "nav",
        "ol",
        "p",
        "pre",
        "section",
        "style",
        "summary",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "tr",
        "ul",
    ]
)
# Their text is theirs: no paragraphs, no breaks.
VERBATIM = {"pre", "script", "style", "svg", "textarea"}
# White space around these, and inside PLAYERS, is only the source's layout.
PARTS = {"embed", "figcaption", "option", "param", "source", "track"}
PLAYERS = {"audio", "object", "select", "video"}
NAME = re.compile(r"</?([a-zA-Z][a-zA-Z0-9-]*)")
# A no-break space is none of them: « &nbsp; » alone makes a paragraph.
BLANK = " \t\n\r\f\v"
BLANK_LINE = re.compile(rf"\n[{BLANK}]*\n")
BREAK = re.compile(r"<br ?/?>", re.IGNORECASE)


@dataclass
class Token:
    text: str
    # The tag's name, "" for text, "!" for what stands as it is (comments, CDATA, <pre>…</pre>).
    name: str = ""

    @property
    def opens(self):
        return self.text[1:2] != "/"

    @property
    def is_block(self):
        return self.name in BLOCKS


def autop(text):
    """Return `text` with the `<p>` and `<br />` that WordPress shows it with."""
    paragraphs = Paragraphs()
    for token in _tokens(text.replace("\r\n", "\n").replace("\r", "\n")):
        paragraphs.take(token)
    paragraphs.end()
    return "\n".join(paragraphs.done)


def _tokens(text):
    """Cut text into tags, verbatim parts and the text between."""
    done = at = 0
    finder = _Finder(text)
    while (start := text.find("<", at)) >= 0:
        token, end = _markup(text, start, finder)
        at = end or start + 1
        if token is not None:
            if done < start:
                yield Token(text[done:start])
            yield token
            done = end
    if done < len(text):
        yield Token(text[done:])


class _Finder:
    """`str.find` that looks for a missing end only once: a million unclosed tags stay linear."""

    def __init__(self, text):
        self.text = text
        self.folded = text.lower()
        self.missing = set()

    def end(self, mark, at):
        if mark in self.missing:
            return -1
        found = self.folded.find(mark, at)
        if found < 0:
            self.missing.add(mark)
            return -1
        return found + len(mark)


def _markup(text, start, finder):
    for opening, closing in (("<!--", "-->"), ("<![CDATA[", "]]>")):
        if text.startswith(opening, start):
            end = finder.end(closing, start)
            return (Token(text[start:end], "!"), end) if end > 0 else (None, 0)
    match = NAME.match(text, start)
    end = finder.end(">", start) if match else -1
    if end < 0:
        return None, 0
    name = match[1].lower()
    if name in VERBATIM and text[start + 1] != "/" and text[end - 2] != "/":
        closed = finder.end(f"</{name}>", end)
        end = closed if closed > 0 else len(text)
    return Token(text[start:end], name), end


@dataclass
class Paragraphs:
    """Gathers tokens into paragraphs; `done` are the finished pieces."""

    done: list[str] = field(default_factory=list)
    opening: str = ""
    inline: list[Token] = field(default_factory=list)
    players: int = 0

    def take(self, token):
        if token.is_block:
            self._take_block(token)
        elif token.name == "br" and self._after_break():
            self.end()
        elif self.players and not token.name and not token.text.strip(BLANK):
            return
        elif token.name or self.players:
            self._count_players(token)
            self.inline.append(token)
        else:
            self._take_text(token.text)

    def _take_block(self, token):
        if token.opens and token.name not in VERBATIM | {"hr"}:
            self.end()
            self.opening = token.text
        elif token.opens:
            self.end()
            self.done.append(token.text)
        else:
            self.end(closing=token.text)

    def _after_break(self):
        """Two breaks with nothing between are the end of a paragraph."""
        while self.inline and not self.inline[-1].name and not self.inline[-1].text.strip(BLANK):
            self.inline.pop()
        return bool(self.inline) and self.inline[-1].name == "br"

    def _count_players(self, token):
        if token.name in PLAYERS:
            self.players = max(0, self.players + (1 if token.opens else -1))

    def _take_text(self, text):
        first, *others = BLANK_LINE.split(text)
        self.inline.append(Token(first))
        for piece in others:
            self.end()
            self.inline.append(Token(piece))

    def end(self, closing=""):
        """Finish a paragraph; `closing` is the block's end tag that finishes it."""
        if not (self.opening or self.inline or closing):
            return
        content = _without_outer_breaks("".join(_laid_out(self.inline)))
        wrapped = not self.opening or self.opening.lower().startswith("<blockquote")
        if content and wrapped:
            content = f"<p>{content}</p>"
        if piece := f"{self.opening}{content}{closing}":
            self.done.append(piece)
        self.opening = ""
        self.inline = []


def _without_outer_breaks(content):
    content = content.strip(BLANK)
    while found := BREAK.match(content):
        content = content[found.end() :].lstrip(BLANK)
    while found := BREAK.search(content[-6:]):
        if not content.endswith(found[0]):
            break
        content = content[: -len(found[0])].rstrip(BLANK)
    return content


def _laid_out(tokens):
    """Yield the tokens' text with newlines as breaks, but for those that only lay the source out."""
    for before, token, after in zip([None, *tokens], tokens, [*tokens[1:], None], strict=False):
        if token.name:
            yield token.text
        else:
            yield _breaks(token.text, after_layout=_ends_layout(before), before_layout=_is_layout(after))


def _ends_layout(token):
    return token is not None and (token.name == "br" or _is_layout(token, opens=True))


def _is_layout(token, *, opens=False):
    """Tell whether white space beside a tag means nothing: inside a player, or around its parts."""
    if token is None:
        return False
    return token.name in PARTS or (token.name in PLAYERS and token.opens == opens)


def _breaks(text, *, after_layout, before_layout):
    first, *others = text.split("\n")
    if not others:
        return text
    lines = [first.rstrip(BLANK), *(line.strip(BLANK) for line in others[:-1]), others[-1].lstrip(BLANK)]
    start = "" if after_layout and not lines[0] else lines[0]
    joined = "<br />\n".join(lines[1:])
    broken = f"{start}{joined}" if after_layout and not lines[0] else f"{start}<br />\n{joined}"
    return broken.removesuffix("<br />\n") if before_layout else broken
