"""What no block of ours holds yet: players become links to what they played, pictures to their file."""

import posixpath
from urllib.parse import unquote, urljoin, urlsplit

from lxml import etree, html

from articles.legacy import sanitise

FRAMES = {"audio", "embed", "iframe", "object", "video"}
SOURCES = ("src", "data", "href")
LINKABLE = {"http", "https", "mailto", "tel"}


def address(href, base):
    """Return an address as a link may carry it: absolute unless it is the site's own; empty if unsafe."""
    href = "".join(character for character in href.strip() if character.isprintable())
    if not href or href.startswith(("#", "?")) or (href[0] == "/" and href[1:2] not in {"/", "\\"}):
        return href
    try:
        absolute = urljoin(base, href)
        return absolute if urlsplit(absolute).scheme.lower() in LINKABLE else ""
    except ValueError:
        return ""


def plain(element):
    """Return an element's words on one line."""
    return " ".join("".join(element.itertext()).split())


def to_legacy(element, base):
    """Return an element as harmless HTML that has every word of it."""
    for frame in [found for found in element.iter(*FRAMES) if _inside(found, element)]:
        _put_link(frame, element, _source(frame), base)
    for image in list(element.iter("img")):
        _put_link(image, element, image.get("src", ""), base, image.get("alt", "").strip())
    for link in list(element.iter("a")):
        href = address(link.get("href", ""), base)
        link.set("href", href) if href else link.attrib.pop("href", None)
    for heading in element.iter("h1"):
        heading.tag = "h2"
    return str(sanitise(etree.tostring(element, encoding="unicode", method="html", with_tail=False)))


def images(element):
    """Return the addresses of the pictures in an element."""
    return [image.get("src", "").strip() for image in element.iter("img") if image.get("src", "").strip()]


def _inside(frame, top):
    """Leave out a player within a player: it is the same one for another browser."""
    parent = frame.getparent()
    while parent is not None and frame is not top:
        if parent.tag in FRAMES:
            return False
        parent = parent.getparent()
    return True


def _source(frame):
    for element in frame.iter():
        for name in SOURCES:
            if element.get(name, "").strip():
                return element.get(name)
        if element.tag == "param" and element.get("name", "").lower() in {"movie", "src"}:
            return element.get("value", "")
    return ""


def _put_link(element, top, source, base, words=""):
    """Put a link in an element's place, or only its words where a link already stands around it."""
    target = address(source, base)
    words = words or unquote(posixpath.basename(urlsplit(target).path)) or target
    around = element is not top and any(parent.tag == "a" for parent in element.iterancestors())
    tail = element.tail
    for child in list(element):
        element.remove(child)
    element.attrib.clear()
    element.tag = "span" if around or not target else "a"
    if element.tag == "a":
        element.set("href", target)
    element.text, element.tail = words, tail


def parse(markup):
    """Return a tree of already sanitised, hence well-formed, markup under one element."""
    parser = html.HTMLParser(huge_tree=True)
    return html.fragment_fromstring(markup or "", create_parent="body", parser=parser)
