"""Which replies an item's comments become: their order, their parents, their states. Pure.

Nothing recurses and nothing is quadratic, however deep a thread is and in whatever order the file has it.
"""

import re
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime
from html import escape, unescape
from urllib.parse import urlsplit

from wordpress.autop import autop
from wordpress.items import Comment

KINDS = {"": "reply", "comment": "reply", "pingback": "mention", "trackback": "mention"}
STATES = {"1": "published", "approve": "published", "approved": "published"}
STATES |= {"0": "pending", "hold": "pending", "": "pending"}
UNDATED = datetime(1970, 1, 1, tzinfo=UTC)
LINK = re.compile(r"<[^>]*>|https?://[^\s<>\"']+")


@dataclass
class Planned:
    """A reply to write; without a comment it is the placeholder of a parent that the file lacks."""

    source_id: str
    parent_id: str
    date: datetime
    kind: str
    state: str
    comment: Comment | None = None


@dataclass
class Plan:
    """The replies, parents before answers and threads by date; what was left out; what a person should know.

    `notes` are (code, id of the comment, id of its parent).
    """

    replies: list[Planned] = field(default_factory=list)
    skipped: Counter = field(default_factory=Counter)
    notes: list[tuple[str, str, str]] = field(default_factory=list)


def plan(comments, undated=None):
    """Return the Plan for the comments of one item; `undated` is the time of comments that have none."""
    result = Plan()
    kept = _keep(comments, undated or UNDATED, result)
    _mend_parents(kept, {comment.id for comment in comments}, result)
    _break_cycles(kept, result)
    result.replies = _in_order(kept)
    return result


def _keep(comments, undated, result):
    kept = {}
    for position, comment in enumerate(comments):
        source_id = comment.id or f"#{position}"
        reason = _reason_to_leave_out(comment)
        if not reason and source_id in kept:
            reason = "duplicate"
            result.notes.append(("duplicate", source_id, ""))
        if reason:
            result.skipped[reason] += 1
            continue
        parent = "" if comment.parent in {"", "0"} else comment.parent
        kept[source_id] = Planned(
            source_id,
            parent,
            comment.date or undated,
            KINDS[comment.type],
            STATES[comment.approved],
            comment,
        )
    return kept


def _reason_to_leave_out(comment):
    if comment.type not in KINDS:
        return f"type:{comment.type}"
    if comment.approved not in STATES:
        return f"status:{comment.approved}"
    return ""


def _mend_parents(kept, in_file, result):
    """Hang the answers to what isn't here on a placeholder; never on somebody else's reply."""
    for reply in [*kept.values()]:
        if reply.parent_id == reply.source_id:
            result.notes.append(("own_parent", reply.source_id, reply.source_id))
            reply.parent_id = ""
        elif reply.parent_id and reply.parent_id not in kept:
            # What the blog itself hid goes on hiding its answers; moderators find these in the admin.
            state = "spam" if reply.parent_id in in_file else "published"
            kept[reply.parent_id] = Planned(reply.parent_id, "", reply.date, "placeholder", state)
            result.notes.append(_missing(reply, in_file))
        elif reply.parent_id and kept[reply.parent_id].comment is None:
            placeholder = kept[reply.parent_id]
            placeholder.date = min(placeholder.date, reply.date)
            result.notes.append(_missing(reply, in_file))


def _missing(reply, in_file):
    code = "parent_left_out" if reply.parent_id in in_file else "parent_missing"
    return (code, reply.source_id, reply.parent_id)


def _break_cycles(kept, result):
    """Make the oldest reply of each circle a top-level one."""
    settled = set()
    for reply in kept.values():
        path = {}
        while reply is not None and reply.source_id not in settled and reply.source_id not in path:
            path[reply.source_id] = reply
            reply = kept.get(reply.parent_id)
        if reply is not None and reply.source_id in path:
            ids = list(path)
            circle = [path[source_id] for source_id in ids[ids.index(reply.source_id) :]]
            oldest = min(circle, key=_age)
            result.notes.append(("cycle", oldest.source_id, oldest.parent_id))
            oldest.parent_id = ""
        settled.update(path)


def _age(reply):
    """Order by date, then by WordPress's own counting, never by the place in the file."""
    return (reply.date, int(reply.source_id) if reply.source_id.isdecimal() else 0, reply.source_id)


def _in_order(kept):
    answers = {}
    for reply in sorted(kept.values(), key=_age):
        answers.setdefault(reply.parent_id, []).append(reply)
    ordered, todo = [], [*reversed(answers.get("", []))]
    while todo:
        reply = todo.pop()
        ordered.append(reply)
        todo += reversed(answers.get(reply.source_id, []))
    return ordered


def shown_text(content):
    """Return a comment as WordPress shows it: paragraphs, breaks, and its addresses as links."""
    inside, pieces, at = False, [], 0
    for found in LINK.finditer(content):
        tag = found[0].lower()
        if tag.startswith("<"):
            inside = tag.startswith(("<a ", "<a\n")) or (inside and not tag.startswith("</a"))
        elif not inside:
            pieces += [content[at : found.start()], _link(found[0])]
            at = found.end()
    return autop("".join([*pieces, content[at:]]))


def _link(url):
    address = url.rstrip(".,;:!?)")
    shown = escape(unescape(address))
    return f'<a href="{shown}">{shown}</a>{url[len(address) :]}'


def website(url):
    """Return a web address that may be shown, else an empty one."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    good = parts.scheme in {"http", "https"} and parts.netloc and len(url) <= 200
    return url if good and not any(character.isspace() for character in url) else ""
