"""The states of a reply: who may follow whom, the numbers, and the log."""

import pytest
from django.db import IntegrityError, transaction

from discussions import moderation, sanctions, together
from discussions.models import Discussion, Participant, Reply
from discussions.moderation import AlreadyDecided, ForbiddenTransition

State = Reply.State

# discussions.md, « States ».
ALLOWED = {
    "": "unconfirmed pending published spam",
    "unconfirmed": "pending published spam withdrawn erased",
    "pending": "published rejected spam withdrawn erased",
    "published": "removed withdrawn spam pending erased",
    "rejected": "published erased",
    "removed": "published erased",
    "spam": "published erased",
    "withdrawn": "erased",
    "erased": "",
}


@pytest.mark.parametrize("from_state", ALLOWED)
def test_only_the_named_transitions_exist(from_state):
    may = {state.value for state in State if moderation.allowed(from_state, state)}
    assert may - {"erased"} == set(ALLOWED[from_state].split()) - {"erased"}


def test_a_transition_that_does_not_exist_changes_nothing(say):
    reply = say(state="pending")
    with pytest.raises(ForbiddenTransition):
        moderation.remove(reply)
    reply.refresh_from_db()
    assert reply.state == "pending"
    assert reply.decisions.count() == 1


def test_every_change_has_exactly_one_row_in_the_log(say, admin_user):
    reply = say(state="pending")
    moderation.publish(reply, actor=admin_user)
    moderation.remove(reply, actor=admin_user, note="Hors sujet")
    rows = reply.decisions.values_list("from_state", "to_state", "actor", "note")
    assert list(rows) == [
        ("", "pending", None, ""),
        ("pending", "published", admin_user.pk, ""),
        ("published", "removed", admin_user.pk, "Hors sujet"),
    ]


def test_the_log_cannot_be_changed(say):
    decision = say().decisions.get()
    with pytest.raises(TypeError):
        decision.save()
    with pytest.raises(TypeError):
        decision.delete()


def test_the_second_of_two_moderators_is_told_who_was_faster(say, admin_user):
    reply = say(state="pending")
    stale = Reply.objects.get(pk=reply.pk)
    moderation.publish(reply, actor=admin_user)
    with pytest.raises(AlreadyDecided) as fault:
        moderation.reject(stale)
    assert fault.value.decision.actor == admin_user
    assert fault.value.decision.to_state == "published"
    assert Reply.objects.get().state == "published"


def test_numbers_are_given_once_in_order_of_publication(say):
    first, second = say(state="pending"), say(state="pending")
    moderation.publish(second)
    moderation.publish(first)
    assert (second.number, first.number) == (1, 2)
    moderation.remove(second)
    third = say()
    moderation.publish(second)
    assert (second.number, third.number) == (1, 3)


def test_a_number_given_meanwhile_is_kept(say):
    """Back in the state a moderator has seen, after it was published and taken away again."""
    reply = say(state="spam")
    stale = Reply.objects.get(pk=reply.pk)
    moderation.publish(reply)
    moderation.mark_spam(reply)
    moderation.publish(stale)
    assert Reply.objects.get().number == stale.number == 1
    assert Reply.objects.get().published_at == reply.published_at
    assert say().number == 2


def test_only_top_level_replies_have_a_number(say):
    top = say()
    assert say(parent=top).number is None
    assert say(kind="mention").number is None
    assert say(kind="placeholder", name="").number is None


def test_the_time_of_an_imported_reply_is_kept(seed):
    assert seed[103].published_at.year == 2011
    assert Reply.objects.get(pk=seed[103].pk).published_at.year == 2011


def test_publishing_again_keeps_the_first_time(say):
    reply = say()
    at = reply.published_at
    moderation.remove(reply)
    moderation.publish(reply)
    assert reply.published_at == at


def test_a_reply_belongs_to_the_thread_of_the_one_it_answers(discussion, say):
    top = say()
    middle = say(parent=top)
    reply = Reply(discussion=discussion, parent=middle, name="Zoé", language="fr", text="Ici")
    assert moderation.receive(reply, State.PENDING).root == top


def test_a_reply_cannot_answer_another_discussion(discussion, say, article, french):
    other = article.get_parent().add_child(instance=type(article)(title="Autre", slug="autre", body=[]))
    foreign = say(discussion=Discussion.objects.create(page=other, locale=french))
    with pytest.raises(ValueError, match="own discussion"):
        moderation.receive(Reply(discussion=discussion, parent=foreign, language="fr"), State.PENDING)


def test_a_decision_writes_nothing_but_the_decision(say):
    reply = say(state="pending")
    stale = Reply.objects.get(pk=reply.pk)
    Reply.objects.update(text="Corrigé entre-temps")
    moderation.publish(stale)
    assert Reply.objects.get().text == "Corrigé entre-temps"


def test_a_number_is_unique_in_its_discussion(say):
    say()
    second = say()
    with pytest.raises(IntegrityError), transaction.atomic():
        Reply.objects.filter(pk=second.pk).update(number=1)


def test_a_decision_empties_the_pages_that_show_it(
    say, purged, django_capture_on_commit_callbacks, article, article_index, english
):
    """Its own page, its aliases, and the other languages', which show the count."""
    translation = article.copy_for_translation(english, copy_parents=True)
    translation.save_revision().publish()
    alias = article.create_alias(parent=article_index, update_slug="ailleurs")
    with django_capture_on_commit_callbacks(execute=True):
        reply = say(state="pending")
    assert purged == []
    with django_capture_on_commit_callbacks(execute=True):
        moderation.publish(reply)
    assert {page.pk for page in purged} == {article.pk, translation.pk, alias.pk}


@pytest.mark.parametrize(("hidden", "gone"), [("pending", "withdrawn"), ("spam", "erased")])
def test_a_decision_that_gives_answers_free_empties_the_pages_that_show_them(
    say, purged, django_capture_on_commit_callbacks, hidden, gone
):
    top = say(state=hidden)
    say(parent=top)
    with django_capture_on_commit_callbacks(execute=True):
        moderation._change(top, hidden, gone, rule="writer")
    assert Discussion.objects.get().shown_count == 2
    assert purged


def test_a_decision_between_states_that_hide_empties_nothing(say, purged, django_capture_on_commit_callbacks):
    top = say(state="pending")
    say(parent=top)
    with django_capture_on_commit_callbacks(execute=True):
        moderation.reject(top)
    assert purged == []


def test_nothing_is_published_that_was_forgotten_since_it_was_read(say, writer):
    reply = say(participant=writer)
    moderation.remove(reply, rule="writer")
    read_before = Reply.objects.get()
    assert moderation.forget(Reply.objects.get())
    with pytest.raises(ForbiddenTransition):
        moderation.publish(read_before)
    assert Reply.objects.get().state == "removed"


# Trust


def test_a_first_publication_makes_its_writer_known(say, writer):
    moderation.publish(say(state="pending", participant=writer))
    assert Participant.objects.get().trust == "known"


def test_a_publication_takes_nothing_from_whom_a_moderator_trusts_meanwhile(say, writer, moderator):
    say(state="pending", participant=writer)
    read_before = Reply.objects.select_related("participant").get()
    sanctions.set_trust(writer, "trusted", actor=moderator)
    moderation.publish(read_before)
    assert Participant.objects.get().trust == "trusted"


@pytest.mark.parametrize(("by_hand", "afterwards"), [(["known"], "known"), (["known", "new"], "new")])
def test_an_undo_takes_back_no_trust_that_a_moderator_gave(say, writer, moderator, by_hand, afterwards):
    for trust in by_hand:
        sanctions.set_trust(writer, trust, actor=moderator)
    reply = say(state="pending", participant=Participant.objects.get())
    moderation.publish(reply, actor=moderator)
    assert Participant.objects.get().trust == "known"
    together.undo_all([reply.decisions.last().pk], actor=moderator)
    assert Participant.objects.get().trust == afterwards
