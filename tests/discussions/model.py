"""A discussion in memory, as the specification describes it: what the real one must agree with."""

import itertools
from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime

# The sentences of the specification, not the code's own table.
MAY_FOLLOW = {
    "unconfirmed": {"published", "pending", "spam", "withdrawn", "erased"},
    "pending": {"published", "rejected", "spam", "withdrawn", "erased"},
    "published": {"removed", "withdrawn", "spam", "pending", "erased"},
    "rejected": {"published", "erased"},
    "removed": {"published", "erased"},
    "spam": {"published", "erased"},
    "withdrawn": {"erased"},
    "erased": set(),
}
CONCEALING = {"unconfirmed", "pending", "rejected", "spam"}


@dataclass(eq=False)
class Said:
    """One reply; `log` is the chain of the states it had, from none."""

    id: int
    public_id: str
    name: str
    text: str
    state: str
    created_at: datetime
    published_at: datetime | None
    parent: "Said | None" = None
    kind: str = "reply"
    number: int | None = None
    is_imported: bool = False
    # Published, and nobody has been told yet; nobody wants to know of what is imported.
    is_news: bool = False
    log: list = field(default_factory=lambda: [""])

    def lineage(self):
        """Yield what stands above, nearest first."""
        above = self.parent
        while above is not None:
            yield above
            above = above.parent

    @property
    def top(self):
        return next(reversed([self, *self.lineage()]))

    @property
    def is_visible(self):
        concealed = any(above.state in CONCEALING for above in self.lineage())
        return self.state == "published" and self.kind != "placeholder" and not concealed


class Model:
    def __init__(self):
        self.said, self.last_number, self.is_open, self.is_live = [], 0, True, True

    def add(self, said, state):
        self.said.append(said)
        published_at, said.published_at = said.published_at, None
        self.change(said, state, published_at)

    def change(self, said, state, published_at, *, together=False):
        """Give a reply another state; `published_at` is the time that was said if this is its first."""
        if together and said.is_news:
            # A publication of which nobody was told is none.
            said.published_at = None
        said.is_news = state == "published" and said.published_at is None and not said.is_imported
        said.log.append(state)
        said.state = state
        if state == "published" and said.published_at is None:
            said.published_at = published_at
        if state == "published" and said.kind == "reply" and not said.parent and not said.number:
            self.last_number += 1
            said.number = self.last_number
        if state == "erased":
            said.name = said.text = ""

    @property
    def shown(self):
        """What is visible, and whatever stands above something visible."""
        visible = [said for said in self.said if said.is_visible]
        return {*visible, *itertools.chain.from_iterable(said.lineage() for said in visible)}

    def lines(self):
        """Return what is shown in the order in which it is read: each thread's top, then its answers."""
        shown = self.shown

        def at(said):
            if said.kind == "placeholder":
                return min(at(answer) for answer in shown if answer.top is said and answer is not said)
            return (said.published_at or said.created_at, said.id)

        def place(said):
            # A placeholder takes the time of its first answer, not its id.
            return (at(said)[0], said.id)

        tops = sorted((said for said in shown if said.parent is None), key=place)
        answers = sorted((said for said in shown if said.parent is not None), key=place)
        return [said for top in tops for said in (top, *(one for one in answers if one.top is top))]

    def counts(self):
        """Return (shown, threads, Counter of the answers beneath each top's id)."""
        shown = self.shown
        answers = Counter(said.top.id for said in shown if said.parent)
        return len(shown), sum(said.parent is None for said in shown), answers
