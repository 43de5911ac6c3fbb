"""What the screen shows of a discussion: numbered threads, the answers beneath, and who answers whom.

Pure: it takes rows (anything with the attributes of `Row`) and knows no request and no database.
"""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

# With one of these, a reply and whatever stands below it is seen by nobody.
CONCEALING = {"unconfirmed", "pending", "rejected", "spam"}
# These leave a tombstone, as long as a visible answer stands below.
GONE = {"removed", "withdrawn", "erased"}


class Row(Protocol):
    id: int
    parent_id: int | None
    number: int | None
    kind: str
    state: str
    at: datetime


@dataclass(slots=True)
class Line:
    """One reply as it is shown. `addressee` is the line it answers, None where that is the top one."""

    row: Any
    parent: Any = None
    addressee: Any = None
    has_answers: bool = False
    is_last_answer: bool = False
    html: str = ""

    @property
    def is_tombstone(self):
        return self.row.state in GONE

    @property
    def is_placeholder(self):
        return self.row.kind == "placeholder"


@dataclass(slots=True)
class Outline:
    """The lines in reading order, each top one followed by its answers; their number is the heading's."""

    lines: list = field(default_factory=list)

    @property
    def count(self):
        return len(self.lines)


def outline(rows):
    """Return what is shown of a discussion, whose rows may come in any order and be of any depth.

    A row whose parent isn't among them is concealed with it.
    """
    by_id = {row.id: row for row in rows}
    tops = find_tops(by_id)
    shown = {row.id for row in by_id.values() if tops[row.id] is not None and is_shown_alone(row)}
    shown |= bearers(by_id, shown)
    threads = {}
    for row in sorted((by_id[pk] for pk in shown), key=lambda row: (row.at, row.id)):
        threads.setdefault(tops[row.id], []).append(row)
    result = Outline()
    # A placeholder has no time of its own: its thread stands where its first answer does.
    for top in sorted(threads, key=lambda top: _thread_order(by_id[top], threads[top])):
        result.lines += _thread(by_id[top], [row for row in threads[top] if row.id != top])
    return result


def is_shown_alone(row):
    """Tell whether a reply is shown whatever stands below it, if no ancestor conceals it."""
    return row.state == "published" and row.kind != "placeholder"


def find_tops(by_id):
    """Map each id to the id of its thread's top; None if it or an ancestor is concealed, or it has no top."""
    tops = {}
    for row in by_id.values():
        path = []
        while row is not None and row.id not in tops:
            # Until the end of the path is known; met again in a circle, it stays so.
            tops[row.id] = None
            path.append(row)
            if row.parent_id is None:
                tops[row.id] = row.id
            row = by_id.get(row.parent_id)
        top = tops[row.id] if row is not None else tops[path[-1].id] if path else None
        for row in reversed(path):
            top = None if row.state in CONCEALING else top
            tops[row.id] = top
    return tops


def bearers(by_id, visible):
    """Return the ids of the tombstones and placeholders that stand above something visible."""
    found = set()
    for pk in visible:
        parent = by_id[pk].parent_id
        while parent is not None and parent not in found:
            found.add(parent)
            parent = by_id[parent].parent_id
    return found - visible


def _thread_order(top, rows):
    times = [row.at for row in rows if top.kind != "placeholder" or row.id != top.id]
    return (top.at if top.kind != "placeholder" else min(times), top.id)


def _thread(top, answers):
    lines = {top.id: Line(top, has_answers=bool(answers))}
    for row in answers:
        lines[row.id] = Line(row)
    for row in answers:
        line = lines[row.id]
        line.parent = lines[row.parent_id].row
        line.addressee = None if row.parent_id == top.id else line.parent
    if answers:
        line.is_last_answer = True
    return lines.values()
