"""What an export holds, as plain values: a channel, its items, their comments. No database here."""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

ZERO_DATE = "0000-00-00"


@dataclass(frozen=True)
class Term:
    domain: str
    nicename: str
    name: str


@dataclass(frozen=True)
class Comment:
    id: str
    parent: str
    type: str
    approved: str
    author: str
    email: str
    url: str
    user_id: str
    date: datetime | None
    content: str


@dataclass(frozen=True)
class Item:
    id: str
    type: str
    status: str
    title: str
    slug: str
    link: str
    guid: str
    author: str
    date: datetime | None
    protected: bool
    comments_open: bool
    content: str
    excerpt: str
    thumbnail: str
    terms: tuple[Term, ...]
    comments: tuple[Comment, ...]
    # Of the whole item, and its source without the comments: who wrote them, and from where, is no business
    # of a copy that nobody would think of when somebody is to be erased.
    checksum: str
    xml: str


@dataclass
class Channel:
    """The blog an export was made of."""

    url: str = ""
    language: str = ""
    version: str = ""
    # login → name shown, and WordPress's number → login.
    names: dict[str, str] = field(default_factory=dict)
    logins: dict[str, str] = field(default_factory=dict)


def moment(gmt, local, timezone):
    """Return a post's time: WordPress's UTC, else its local one as read in `timezone`, else None."""
    return _parse(gmt, UTC) or _parse(local, ZoneInfo(timezone))


def _parse(text, timezone):
    if text.startswith(ZERO_DATE):
        return None
    try:
        return datetime.strptime(text, "%Y-%m-%d %H:%M:%S").replace(tzinfo=timezone).astimezone(UTC)
    except (ValueError, OverflowError):
        return None
