"""What the screen shows of a discussion, from rows alone."""

import random
from dataclasses import dataclass

import pytest

from discussions.threads import Line, arrange, shown_ids


@dataclass
class Row:
    id: int
    parent_id: int | None = None
    state: str = "published"
    kind: str = "reply"
    root_id: int | None = None
    answer_count: int = 0


def shown(*rows):
    return sorted(shown_ids(rows))


def arranged(tops, answers=()):
    """Return the ids in reading order, answers in brackets behind their top."""
    return [line.row.id if line.row.root_id is None else [line.row.id] for line in arrange(tops, answers)]


def test_answers_stand_beneath_the_top_of_their_thread():
    answers = [Row(3, 1, root_id=1), Row(4, 3, root_id=1), Row(5, 2, root_id=2), Row(6, 1, root_id=1)]
    assert arranged([Row(2), Row(1)], answers) == [2, [5], 1, [3], [4], [6]]


def test_an_answer_names_the_reply_it_answers_unless_that_is_the_top():
    lines = arrange([Row(1)], [Row(2, 1, root_id=1), Row(3, 2, root_id=1), Row(5, 4, root_id=1)])
    assert [line.has_addressee for line in lines] == [False, False, True, True]
    assert [line.is_addressee_here for line in lines[2:]] == [True, False]


def test_a_thread_says_where_its_answers_begin_and_end_and_how_many_are_elsewhere():
    lines = arrange([Row(1, answer_count=7), Row(4)], [Row(2, 1, root_id=1), Row(3, 1, root_id=1)])
    assert [(line.has_answers, line.is_last_answer, line.more) for line in lines] == [
        (True, False, 5),
        (False, False, 0),
        (False, True, 0),
        (False, False, 0),
    ]


@pytest.mark.parametrize("state", ["unconfirmed", "pending", "rejected", "spam"])
def test_a_reply_nobody_may_see_conceals_whatever_stands_below(state):
    assert shown(Row(1), Row(2, 1, state), Row(3, 2), Row(4, 3)) == [1]


@pytest.mark.parametrize("state", ["removed", "withdrawn", "erased"])
def test_a_reply_that_is_gone_leaves_a_tombstone_while_a_visible_answer_stands_below(state):
    assert shown(Row(1, None, state), Row(2, 1, state), Row(3, 2)) == [1, 2, 3]
    assert [Line(row).is_tombstone for row in (Row(1, None, state), Row(3, 2))] == [True, False]
    assert shown(Row(1, None, state)) == []
    assert shown(Row(1, None, state), Row(2, 1, "pending")) == []
    assert shown(Row(1), Row(2, 1, state)) == [1]


def test_a_placeholder_is_shown_while_something_visible_stands_beneath_it():
    assert shown(Row(1, kind="placeholder"), Row(2, 1)) == [1, 2]
    assert shown(Row(1, kind="placeholder")) == []
    assert shown(Row(1, kind="placeholder"), Row(2, 1, "removed")) == []


def test_mentions_and_placeholders_and_tombstones_are_shown():
    rows = [Row(1, kind="mention"), Row(2, kind="placeholder"), Row(3, 2), Row(4, None, "removed"), Row(5, 4)]
    assert shown(*rows) == [1, 2, 3, 4, 5]


def test_a_row_whose_parent_is_not_there_is_concealed_with_it():
    assert shown(Row(2, 1), Row(3, 2)) == []


def test_circles_are_shown_to_nobody_and_harm_nobody():
    assert shown(Row(1), Row(2, 3), Row(3, 2), Row(4, 4), Row(5, 3)) == [1]


@pytest.mark.parametrize("depth", [10, 1000, 5000])
def test_depth_has_no_limit(depth):
    chain = [Row(1), *(Row(n, n - 1) for n in range(2, depth + 1))]
    random.Random(5).shuffle(chain)
    assert len(shown_ids(chain)) == depth


def test_the_visible_are_exactly_those_without_a_concealing_ancestor():
    chance = random.Random(2011)
    states = ["published"] * 4 + ["pending", "spam", "removed", "erased"]
    for _ in range(200):
        rows = [Row(n, chance.choice([None, *range(1, n)]), chance.choice(states)) for n in range(1, 30)]
        by_id = {row.id: row for row in rows}
        visible = {row.id for row in rows if row.state == "published" and not conceals(by_id, row.parent_id)}
        above = {above.id for pk in visible for above in ancestors(by_id, pk)}
        assert shown_ids(rows) == visible | above


def ancestors(by_id, pk):
    while (pk := by_id[pk].parent_id) is not None:
        yield by_id[pk]


def conceals(by_id, pk):
    while pk is not None:
        if by_id[pk].state in {"pending", "spam", "rejected", "unconfirmed"}:
            return True
        pk = by_id[pk].parent_id
    return False
