"""What the screen shows of a discussion, from rows alone."""

import random
from dataclasses import dataclass

import pytest

from discussions.threads import outline


@dataclass
class Row:
    id: int
    parent_id: int | None = None
    state: str = "published"
    kind: str = "reply"
    number: int | None = None
    at: int = 0

    def __post_init__(self):
        self.at = self.at or self.id


def shown(*rows):
    """Return the ids in reading order, answers in brackets behind their top."""
    result = outline(rows)
    assert result.count == len(result.lines)
    return [line.row.id if line.parent is None else [line.row.id] for line in result.lines]


def test_threads_stand_in_order_of_time_with_their_answers_beneath():
    assert shown(Row(1), Row(2), Row(3, 1), Row(4, 3), Row(5, 2), Row(6, 1)) == [1, [3], [4], [6], 2, [5]]


def test_the_order_of_the_rows_is_of_no_matter():
    rows = [Row(1), Row(2), Row(3, 1), Row(4, 3), Row(5, 2), Row(6, 1)]
    random.Random(23).shuffle(rows)
    assert shown(*rows) == [1, [3], [4], [6], 2, [5]]


def test_an_answer_names_the_reply_it_answers_unless_that_is_the_top():
    lines = outline([Row(1), Row(2, 1), Row(3, 2)]).lines
    assert [line.addressee and line.addressee.id for line in lines] == [None, None, 2]
    assert [line.parent and line.parent.id for line in lines] == [None, 1, 2]


def test_a_thread_says_where_its_answers_begin_and_end():
    lines = outline([Row(1), Row(2, 1), Row(3, 1), Row(4)]).lines
    assert [(line.has_answers, line.is_last_answer) for line in lines] == [
        (True, False),
        (False, False),
        (False, True),
        (False, False),
    ]


@pytest.mark.parametrize("state", ["unconfirmed", "pending", "rejected", "spam"])
def test_a_reply_nobody_may_see_conceals_whatever_stands_below(state):
    assert shown(Row(1), Row(2, 1, state), Row(3, 2), Row(4, 3)) == [1]


@pytest.mark.parametrize("state", ["removed", "withdrawn", "erased"])
def test_a_reply_that_is_gone_leaves_a_tombstone_while_a_visible_answer_stands_below(state):
    lines = outline([Row(1, None, state), Row(2, 1, state), Row(3, 2)]).lines
    assert [line.row.id for line in lines] == [1, 2, 3]
    assert [line.is_tombstone for line in lines] == [True, True, False]
    assert shown(Row(1, None, state)) == []
    assert shown(Row(1, None, state), Row(2, 1, "pending")) == []
    assert shown(Row(1), Row(2, 1, state)) == [1]


def test_a_placeholder_is_shown_while_something_visible_stands_beneath_it():
    assert shown(Row(1, kind="placeholder"), Row(2, 1)) == [1, [2]]
    assert shown(Row(1, kind="placeholder")) == []
    assert shown(Row(1, kind="placeholder"), Row(2, 1, "removed")) == []


def test_a_placeholder_stands_where_its_first_answer_does():
    assert shown(Row(1, kind="placeholder", at=99), Row(2, 1, at=5), Row(3, at=7)) == [1, [2], 3]


def test_mentions_and_placeholders_and_tombstones_are_counted():
    rows = [Row(1, kind="mention"), Row(2, kind="placeholder"), Row(3, 2), Row(4, None, "removed"), Row(5, 4)]
    assert outline(rows).count == 5


def test_a_row_whose_parent_is_not_there_is_concealed_with_it():
    assert shown(Row(2, 1), Row(3, 2)) == []


def test_circles_are_shown_to_nobody_and_harm_nobody():
    assert shown(Row(1), Row(2, 3), Row(3, 2), Row(4, 4), Row(5, 3)) == [1]


@pytest.mark.parametrize("depth", [10, 1000, 5000])
def test_depth_has_no_limit(depth):
    chain = [Row(1), *(Row(n, n - 1) for n in range(2, depth + 1))]
    random.Random(5).shuffle(chain)
    assert outline(chain).count == depth


def test_the_visible_are_exactly_those_without_a_concealing_ancestor():
    chance = random.Random(2011)
    states = ["published"] * 4 + ["pending", "spam", "removed", "erased"]
    for _ in range(200):
        rows = [Row(n, chance.choice([None, *range(1, n)]), chance.choice(states)) for n in range(1, 30)]
        by_id = {row.id: row for row in rows}
        visible = {row.id for row in rows if row.state == "published" and not conceals(by_id, row.parent_id)}
        lines = outline(rows).lines
        assert {line.row.id for line in lines if not line.is_tombstone} == visible
        above = {above.id for pk in visible for above in ancestors(by_id, pk)} - visible
        assert {line.row.id for line in lines if line.is_tombstone} == above


def ancestors(by_id, pk):
    while (pk := by_id[pk].parent_id) is not None:
        yield by_id[pk]


def conceals(by_id, pk):
    while pk is not None:
        if by_id[pk].state in {"pending", "spam", "rejected", "unconfirmed"}:
            return True
        pk = by_id[pk].parent_id
    return False
