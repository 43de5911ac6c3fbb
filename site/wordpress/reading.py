"""Reads a WordPress export as a stream: bounded memory, strict, no entity, no network."""

import hashlib
import re
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from functools import lru_cache

from django.utils.translation import gettext as _
from lxml import etree

from wordpress.items import Channel, Comment, Item, Term, moment
from wordpress.opening import Bytes, Refused, check

# The official test data says https where every blog says http; 1.0 to 1.2 differ in nothing we read.
EXPORT = re.compile(r"https?://wordpress\.org/export/1\.\d+/(excerpt/)?")
PREFIXES = {"http://purl.org/rss/1.0/modules/content/": "content", "http://purl.org/dc/elements/1.1/": "dc"}
VERSIONS = {"1.0", "1.1", "1.2"}


@dataclass
class Survey:
    """What a first reading of the whole file found; nothing is written before it."""

    path: str
    channel: Channel = field(default_factory=Channel)
    repair: bool = False
    repairs: Counter = field(default_factory=Counter)
    items: int = 0

    @property
    def version_known(self):
        return self.channel.version in VERSIONS


def survey(path):
    """Read the whole file once and return its Survey; raises Refused if it is no WordPress export."""
    check(path)
    try:
        return _survey(path, repair=False)
    except etree.XMLSyntaxError as error:
        damage = error
    try:
        return _survey(path, repair=True)
    except etree.XMLSyntaxError as error:
        damage = error if error.lineno > damage.lineno else damage
    raise Refused(
        _("%(file)s is incomplete or damaged: line %(line)s, column %(column)s (%(reason)s).")
        % {
            "file": path,
            "line": damage.lineno,
            "column": damage.offset,
            "reason": (damage.msg or "").split("\n")[0].split(", line ")[0],
        }
    )


def _survey(path, *, repair):
    found = Survey(str(path), repair=repair)
    wordpress = False
    for name, element in _children(path, repair, found.repairs):
        wordpress |= name == "wp:wxr_version" or _is_wordpress(name, element)
        _note(found.channel, name, element)
        found.items += name == "item"
    if not wordpress:
        raise Refused(_("%(file)s is XML, but not a WordPress export.") % {"file": path})
    return found


def _is_wordpress(name, element):
    return name == "item" and any(_name(child.tag) == "wp:post_type" for child in element)


def read_items(found, timezone):
    """Yield the items of a surveyed file in its order; local dates without GMT are read in `timezone`."""
    for name, element in _children(found.path, found.repair, Counter()):
        if name == "item":
            yield _item(element, timezone)


def _children(path, repair, repairs):
    """Yield (name, element) for each child of the channel, and forget it afterwards."""
    with Bytes(path, repair=repair) as source:
        depth = 0
        events = etree.iterparse(
            source,
            events=("start", "end"),
            load_dtd=False,
            no_network=True,
            resolve_entities=False,
            remove_comments=True,
            remove_pis=True,
        )
        for event, element in events:
            depth += 1 if event == "start" else -1
            if event == "start" and depth == 1:
                _refuse_doctype(path, element)
            if event == "end" and depth == 2:
                yield _name(element.tag), element
                _forget(element)
        repairs.update({name: n for name, n in source.repairs.items() if n})


def _refuse_doctype(path, root):
    if root.getroottree().docinfo.doctype:
        raise Refused(_("%(file)s contains a DOCTYPE, which no WordPress export has.") % {"file": path})


def _forget(element):
    element.clear(keep_tail=False)
    while element.getprevious() is not None:
        del element.getparent()[0]


@lru_cache(maxsize=1000)
def _name(tag):
    """Return a tag as `wp:post_id`, whatever the namespace's spelling; unknown namespaces as `?:name`."""
    namespace, _brace, local = tag.rpartition("}")
    if not namespace:
        return local
    match = EXPORT.fullmatch(namespace[1:])
    if match:
        return f"excerpt:{local}" if match[1] else f"wp:{local}"
    return f"{PREFIXES.get(namespace[1:], '?')}:{local}"


def _text(element):
    return "".join(element.itertext()).strip()


def _values(element):
    """Return the first text of each child by name, an empty one for any that isn't there."""
    values = defaultdict(str)
    for child in element:
        values.setdefault(_name(child.tag), _text(child) if not len(child) else "")
    return values


def _note(channel, name, element):
    if name == "wp:author":
        values = _values(element)
        login = values["wp:author_login"]
        channel.names[login] = values["wp:author_display_name"]
        channel.logins[values["wp:author_id"]] = login
    elif name == "wp:wxr_version":
        channel.version = _text(element)
    elif name == "language":
        channel.language = _text(element)
    elif name in {"wp:base_blog_url", "wp:base_site_url", "link"} and (
        name == "wp:base_blog_url" or not channel.url
    ):
        channel.url = _text(element) or channel.url


def _item(element, timezone):
    values = _values(element)
    return Item(
        id=values["wp:post_id"],
        type=values["wp:post_type"],
        status=values["wp:status"],
        title=values["title"],
        slug=values["wp:post_name"],
        link=values["link"],
        guid=values["guid"],
        author=values["dc:creator"],
        date=moment(values["wp:post_date_gmt"], values["wp:post_date"], timezone),
        protected=bool(values["wp:post_password"]),
        comments_open=values["wp:comment_status"] == "open",
        content=values["content:encoded"],
        excerpt=values["excerpt:encoded"],
        thumbnail=_meta(element, "_thumbnail_id"),
        terms=tuple(_terms(element)),
        comments=tuple(_comment(child, timezone) for child in element if _name(child.tag) == "wp:comment"),
        checksum=hashlib.sha256(_source(element).encode()).hexdigest(),
        xml=_source(_without_comments(element)),
    )


def _source(element):
    return etree.tostring(element, encoding="unicode", with_tail=False)


def _without_comments(element):
    for child in [child for child in element if _name(child.tag) == "wp:comment"]:
        element.remove(child)
    return element


def _meta(element, key):
    for child in element:
        if _name(child.tag) == "wp:postmeta":
            values = _values(child)
            if values["wp:meta_key"] == key:
                return values["wp:meta_value"]
    return ""


def _terms(element):
    for child in element:
        if _name(child.tag) == "category":
            yield Term(child.get("domain", "category"), child.get("nicename", ""), _text(child))


def _comment(element, timezone):
    values = _values(element)
    return Comment(
        id=values["wp:comment_id"],
        parent=values["wp:comment_parent"],
        type=values["wp:comment_type"],
        approved=values["wp:comment_approved"],
        author=values["wp:comment_author"],
        email=values["wp:comment_author_email"],
        url=values["wp:comment_author_url"],
        user_id=values["wp:comment_user_id"],
        date=moment(values["wp:comment_date_gmt"], values["wp:comment_date"], timezone),
        content=values["wp:comment_content"],
    )
