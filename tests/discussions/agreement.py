"""Where a discussion and its model are compared."""

from discussions.models import Decision, Discussion, Reply

FIELDS = ("pk", "parent_id", "state", "number", "name", "text", "published_at")


def assert_agreement(article, model):
    """Compare all that is stored under an article with the model; a few queries."""
    discussion = Discussion.objects.filter(page=article).first() or Discussion()
    rows = [*Reply.objects.filter(discussion__page=article).order_by("stands_at", "pk")]
    assert_replies_are_the_same(rows, model)
    assert_the_same_is_shown(rows, model)
    assert_what_waits_is_in_the_queue(rows, model)
    assert_counts_are_true(rows, discussion, model)
    assert_each_change_has_one_row_in_the_log(article, model)


def assert_replies_are_the_same(rows, model):
    stored = sorted(tuple(getattr(row, field) for field in FIELDS) for row in rows)
    assert stored == [
        (one.id, one.parent and one.parent.id, one.state, one.number, one.name, one.text, one.published_at)
        for one in model.said
    ]


def assert_the_same_is_shown(rows, model):
    shown = [row for row in rows if row.shown]
    assert {row.pk for row in shown} == {said.id for said in model.shown}
    tops = [row.pk for row in shown if row.root_id is None]
    threads = [(top, *(row.pk for row in shown if row.root_id == top)) for top in tops]
    assert [pk for thread in threads for pk in thread] == [said.id for said in model.lines()]


def assert_what_waits_is_in_the_queue(rows, model):
    """What the queue lists and its menu item counts is what waits."""
    waiting = {said.id for said in model.said if said.state == "pending"}
    assert {row.pk for row in rows if row.urgency} == waiting


def assert_counts_are_true(rows, discussion, model):
    shown, threads, answers = model.counts()
    assert (discussion.shown_count, discussion.thread_count) == (shown, threads)
    assert {row.pk: row.answer_count for row in rows if row.answer_count} == answers
    assert discussion.last_number == model.last_number


def assert_each_change_has_one_row_in_the_log(article, model):
    logs = {said.id: [""] for said in model.said}
    for row in Decision.objects.filter(reply__discussion__page=article).order_by("pk"):
        assert row.from_state == logs[row.reply_id][-1]
        logs[row.reply_id].append(row.to_state)
    assert logs == {said.id: said.log for said in model.said}
