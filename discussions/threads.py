"""What readers meet of a discussion, and in which lines: numbered threads, the answers beneath.

Pure: it takes rows (anything with the attributes of `Row`) and knows no request and no database.
"""

from dataclasses import dataclass
from typing import Any, Protocol

# With one of these, a reply and whatever stands below it is seen by nobody.
CONCEALING = {"unconfirmed", "pending", "rejected", "spam"}
# These leave a tombstone, as long as a visible answer stands below.
GONE = {"removed", "withdrawn", "erased"}


class Row(Protocol):
    id: int
    parent_id: int | None
    kind: str
    state: str


@dataclass(slots=True)
class Line:
    """One reply as it is shown, with what its place among the others says."""

    row: Any
    # Named and linked where it isn't the top of the thread; on this page, or on another.
    has_addressee: bool = False
    is_addressee_here: bool = False
    has_answers: bool = False
    is_last_answer: bool = False
    # Answers of this thread that are shown elsewhere.
    more: int = 0
    html: str = ""

    @property
    def is_tombstone(self):
        return self.row.state in GONE

    @property
    def is_placeholder(self):
        return self.row.kind == "placeholder"


def shown_ids(rows):
    """Return the ids of what is shown of whole threads, whose rows come in any order and of any depth.

    A row whose parent isn't among them is concealed with it.
    """
    by_id = {row.id: row for row in rows}
    tops = find_tops(by_id)
    shown = {row.id for row in by_id.values() if tops[row.id] is not None and is_shown_alone(row)}
    return shown | bearers(by_id, shown)


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


def arrange(tops, answers):
    """Return the lines of some threads: each top in the order given, its answers beneath in theirs.

    The rows carry `root_id` and, on tops, the `answer_count` that tells how many answers there are in all.
    """
    beneath = {}
    for row in answers:
        beneath.setdefault(row.root_id, []).append(row)
    here = {row.id for row in (*tops, *answers)}
    lines = []
    for top in tops:
        lines += _thread(top, beneath.get(top.id, ()), here)
    return lines


def _thread(top, answers, here):
    lines = [Line(top, has_answers=bool(answers), more=top.answer_count - len(answers))]
    for row in answers:
        lines.append(
            Line(row, has_addressee=row.parent_id != top.id, is_addressee_here=row.parent_id in here)
        )
    if answers:
        lines[-1].is_last_answer = True
    return lines
