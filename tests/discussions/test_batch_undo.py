"""Decisions taken back, one or many: each reply has the very state again that it had."""

import re

from django.urls import reverse
from django.utils import timezone
from moderating import QUEUE, carry_out, decide, preview, said, states, text_of

from discussions import together
from discussions.models import Batch, Participant, Reply


def test_an_undo_gives_each_reply_the_very_state_it_had(as_moderator, spam, say):
    decide(as_moderator, spam[0], "spam")
    say("Refusée jadis", state="pending")
    decide(as_moderator, Reply.objects.last(), "reject")
    before = states()
    answer = carry_out(as_moderator, preview(as_moderator, "publish", query="state=all"))
    assert set(states()) == {"published"}
    answer = as_moderator.post(f"{answer['Location']}undo/")
    assert states() == before
    assert "Annuler · 13 réponses" in text_of(as_moderator.get(answer["Location"]))


def test_what_was_decided_since_is_not_taken_back(as_moderator, spam):
    answer = carry_out(as_moderator, preview(as_moderator))
    decide(as_moderator, spam[0], "publish", seen="rejected")
    as_moderator.post(f"{answer['Location']}undo/")
    assert states() == ["published"] + ["pending"] * 11 + ["published"]


def test_a_batch_is_taken_back_once_and_within_thirty_days(as_moderator, spam):
    answer = carry_out(as_moderator, preview(as_moderator))
    url = answer["Location"]
    Batch.objects.update(created_at=timezone.now() - together.UNDO_WITHIN)
    assert "undo/" not in as_moderator.get(url).content.decode()
    assert "ne peut plus être annulé" in said(as_moderator.post(f"{url}undo/"))
    Batch.objects.update(created_at=timezone.now())
    as_moderator.post(f"{url}undo/")
    assert "ne peut plus être annulé" in said(as_moderator.post(f"{url}undo/"))
    assert states().count("pending") == 12


def test_undoing_a_publication_takes_back_the_trust_it_brought(as_moderator, receive):
    receive()
    Participant.objects.update(verified_at=timezone.now())
    answer = carry_out(as_moderator, preview(as_moderator, "publish"))
    assert Participant.objects.get().trust == "known"
    as_moderator.post(f"{answer['Location']}undo/")
    assert Participant.objects.get().trust == "new"


def test_one_decision_is_taken_back_from_the_queue(as_moderator, receive):
    reply = receive()
    decide(as_moderator, reply, "spam")
    screen = as_moderator.get(QUEUE)
    assert "Votre dernière décision, sur la réponse signée Claire" in text_of(screen)
    url = re.search(r'action="(/admin/replies/\w+/undo/\d+/)"', screen.content.decode())[1]
    assert as_moderator.get(url).url == reverse("replies:inspect", args=[reply.public_id])
    assert "a retrouvé son état (en attente)" in said(as_moderator.post(url, {"next": QUEUE}))
    assert states() == ["pending"]
    assert "Votre dernière décision" not in text_of(as_moderator.get(QUEUE))


def test_a_decision_that_is_not_the_last_any_more_stays(as_moderator, new_moderator, receive, client):
    reply = receive()
    decide(as_moderator, reply, "spam")
    first = reply.decisions.last()
    client.force_login(new_moderator("samir", first_name="Samir"))
    decide(client, reply, "publish", seen="spam")
    answer = client.post(reverse("replies:undo", args=[reply.public_id, first.pk]))
    assert "Samir a décidé" in said(answer)
    assert states() == ["published"]


def test_what_the_gate_or_the_writer_decided_is_nobodys_to_take_back(as_moderator, receive):
    reply = receive()
    url = reverse("replies:undo", args=[reply.public_id, reply.decisions.get().pk])
    assert "Rien n’a été changé" in said(as_moderator.post(url))
    assert as_moderator.post(reverse("replies:undo", args=[reply.public_id, 999])).status_code == 404
    assert states() == ["pending"]
