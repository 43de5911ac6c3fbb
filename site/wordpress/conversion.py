"""Turns the text of a post into the blocks of a body. Pure: no database, no request, no network.

What no block can hold whole becomes `legacy_html`; no word is lost.
"""

import re
from collections import Counter
from dataclasses import dataclass, field
from html import unescape

import nh3
from lxml import etree, html

from wordpress.autop import BLOCKS
from wordpress.gutenberg import to_html
from wordpress.residue import FRAMES, address, images, parse, plain, to_legacy

HEADINGS = {"h1": "h2", "h2": "h2", "h3": "h3", "h4": "h4", "h5": "h4", "h6": "h4"}
LONGEST_HEADING = 120
LONGEST_NAME = 120
# Opened: what is in them counts, not they themselves.
CONTAINERS = {
    "address", "article", "aside", "body", "center", "details", "div", "fieldset", "footer", "form", "header",
    "hgroup", "main", "nav", "section",
}  # fmt: skip
SAME = {"strong": "b", "em": "i", "tt": "code", "kbd": "code", "samp": "code"}
KEPT = {"a", "b", "br", "code", "i"}
LISTS = {"ul", "ol", "li"}
# Without meaning for a reader of ours: their words stay.
PLAIN = {
    "abbr", "acronym", "big", "blink", "center", "cite", "dfn", "font", "ins", "label", "mark", "small",
    "span", "time", "tt", "u", "var", "wbr",
}  # fmt: skip
INLINE = KEPT | set(SAME) | PLAIN
UNTRANSLATED = {"del", "img", "param", "q", "s", "source", "strike", "sub", "sup", "table", "track"}
READ = nh3.Cleaner(
    tags=(INLINE | LISTS | UNTRANSLATED | FRAMES | CONTAINERS | set(BLOCKS) | set(HEADINGS))
    - {"style", "math", "map", "area"},
    clean_content_tags={"script", "style", "noscript", "template"},
    attributes={
        "*": set(),
        **{tag: {"src", "data", "alt", "href"} for tag in [*FRAMES, "img", "source"]},
        **{tag: {"colspan", "rowspan", "scope"} for tag in ("td", "th")},
        "a": {"href"},
        "blockquote": {"cite"},
        "ol": {"start", "reversed"},
        "param": {"name", "value"},
    },
    url_schemes={"http", "https", "mailto", "tel"},
    link_rel=None,
)
RICH_TEXT = nh3.Cleaner(
    tags=KEPT | LISTS | {"p"},
    attributes={"*": set(), "a": {"href"}},
    url_schemes={"http", "https", "mailto", "tel"},
    link_rel=None,
)
FLAT = nh3.Cleaner(tags={"p", "br"}, attributes={"*": set()})
# An entity may spell what no feed or database takes.
CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufdd0-\ufdef\ufffe\uffff]")
# No tree of fewer tags is too deep for the parser.
SHALLOW = 400
SIGNATURE = re.compile(r"\n\s*[—–]\s*([^\n]{1,120})\Z")


@dataclass
class Converted:
    """The blocks of a body, in order, and what a report says about them."""

    blocks: list = field(default_factory=list)
    images: list = field(default_factory=list)
    notes: Counter = field(default_factory=Counter)

    @property
    def used(self):
        return Counter(name for name, _value in self.blocks)


def convert(content, base=""):
    """Return the blocks of a post's stored text; `base` is the address its relative links start from."""
    result = Converted()
    # nh3 reads broken markup as a browser does, so what follows meets a true tree.
    markup = CONTROLS.sub("", READ.clean(to_html(content)))
    root = parse(markup)
    if markup.count("<") > SHALLOW and _lost_text(markup, root):
        result.notes["too_deep"] += 1
        root = parse(FLAT.clean(markup))
    for passage in _passages(root):
        _add(result, passage, base)
    return result


def _lost_text(markup, root):
    """Tell whether the parser gave up on the depth of a tree, and its text with it."""
    whole = unescape(re.sub(r"<[^>]*>", "", markup))
    return len("".join(whole.split())) > len("".join("".join(root.itertext()).split()))


def _passages(root):
    """Yield the top-level elements in reading order; loose text and inline tags come in paragraphs."""
    deep = _with_blocks(root)
    run, todo = [], [root]
    while todo:
        piece = todo.pop()
        opened = not isinstance(piece, str) and (
            piece.tag in CONTAINERS or (piece in deep and piece.tag in PLAIN)
        )
        if opened:
            yield from _paragraph(run)
            todo += reversed([*_contents(piece), _Stop()])
        elif isinstance(piece, _Stop) or (not isinstance(piece, str) and _is_block(piece, deep)):
            yield from _paragraph(run)
            if not isinstance(piece, str):
                yield piece
        else:
            run.append(piece)
    yield from _paragraph(run)


class _Stop(str):
    """The end of a container: the text after it is another paragraph's."""

    __slots__ = ()


def _contents(element):
    """Return an element's text and children in order, each child without the text that follows it."""
    pieces = [element.text or ""]
    for child in list(element):
        tail, child.tail = child.tail, None
        pieces += [child, tail or ""]
    return pieces


def _is_block(element, deep):
    return element in deep or element.tag in BLOCKS


def _with_blocks(root):
    """Return the elements that have a block somewhere inside."""
    deep = set()
    for element in root.iter(*BLOCKS):
        parent = element.getparent()
        while parent is not None and parent not in deep:
            deep.add(parent)
            parent = parent.getparent()
    return deep


def _paragraph(run):
    """Yield the pieces of a run as one paragraph, if there are any, and empty the run."""
    if any(not isinstance(piece, str) or piece.strip() for piece in run):
        paragraph = html.Element("p")
        last = None
        for piece in run:
            if not isinstance(piece, str):
                paragraph.append(piece)
                last = piece
            elif last is None:
                paragraph.text = (paragraph.text or "") + piece
            else:
                last.tail = (last.tail or "") + piece
        yield paragraph
    run.clear()


def _add(result, element, base):
    result.images += images(element)
    if not plain(element) and next(element.iter("img", "hr", *FRAMES), None) is None:
        return
    for make in (_heading, _quote, _rich_text):
        block = make(element, base)
        if block is not None:
            result.blocks.append(block)
            if element.tag == "h1":
                result.notes["h1"] += 1
            return
    result.notes[f"legacy:{element.tag}"] += 1
    result.blocks.append(("legacy_html", to_legacy(element, base)))


def _heading(element, base):
    level = HEADINGS.get(element.tag)
    text = plain(element)
    simple = all(child.tag in INLINE - {"a"} for child in element.iterdescendants())
    if level is None or not simple or len(text) > LONGEST_HEADING:
        return None
    return ("heading", {"text": text, "level": level})


def _quote(element, base):
    inside = INLINE - {"a"} | {"p", "footer"}
    if element.tag != "blockquote" or any(child.tag not in inside for child in element.iterdescendants()):
        return None
    text, person = _lines(element), ""
    signed = SIGNATURE.search(text)
    if signed and len(signed[1].strip()) <= LONGEST_NAME:
        text, person = text[: signed.start()].rstrip(), signed[1].strip()
    url = address(element.get("cite", ""), base)
    url = url if url.startswith(("http://", "https://")) and len(url) <= 200 else ""
    return ("quote", {"text": text, "person": person, "work": "", "url": url})


def _lines(element):
    """Return a quotation's words with its paragraphs and lines."""
    pieces = []
    for event, child in etree.iterwalk(element, events=("start", "end")):
        if event == "start":
            pieces.append({"br": "\n", "p": "\n\n", "footer": "\n\n"}.get(child.tag, ""))
            pieces.append(re.sub(r"\s+", " ", child.text or ""))
        else:
            pieces.append("\n\n" if child.tag in {"p", "footer"} else "")
            pieces.append(re.sub(r"\s+", " ", child.tail or "") if child is not element else "")
    lines = [line.strip() for line in "".join(pieces).split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def _rich_text(element, base):
    inside = INLINE | (LISTS | {"p"} if element.tag in LISTS else set())
    if element.tag not in {"p", "ul", "ol"} or element.attrib:
        return None
    if any(child.tag not in inside or child.get("start") for child in element.iterdescendants()):
        return None
    _simplify(element, base)
    markup = etree.tostring(element, encoding="unicode", method="html", with_tail=False)
    return ("paragraph", RICH_TEXT.clean(markup))


def _simplify(element, base):
    """Leave only what the rich text of a paragraph holds."""
    for child in list(element.iterdescendants()):
        child.tag = SAME.get(child.tag, child.tag)
        if child.tag == "a":
            child.set("href", address(child.get("href", ""), base))
        paragraph = child.tag == "p"
        if child.tag in PLAIN or paragraph or (child.tag == "a" and not child.get("href")):
            if paragraph and child.getprevious() is not None:
                child.addprevious(html.Element("br"))
            child.drop_tag()
