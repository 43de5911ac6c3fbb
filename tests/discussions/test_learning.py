"""The spam filter as moderators teach it, with their decisions and nothing else."""

import datetime
import random

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from moderating import decide, text_of
from words import WORDS

from discussions import detectors, editing, learning, links, moderation, personal
from discussions.models import Decision, DiscussionPolicy, Reply, Teaching

OFFERS = ["crédit", "casino", "prêteur", "gagner", "bonus", "rapide", "garanti", "cliquez", "offre", "argent"]
SPAM_TEXT = "Gagner de l’argent : crédit rapide et garanti, cliquez sur cette offre du prêteur"
GOOD_TEXT = "Le marché du dimanche, le boulanger et la fontaine de l’école"


@pytest.fixture
def few(monkeypatch):
    """As many decisions as a test can make are enough."""
    monkeypatch.setattr(learning, "LEAST", 8)


@pytest.fixture
def moderated(say, moderator, few):
    """Eight replies that a moderator has published, and eight that she has filed as spam."""

    def moderate(words, act, seed):
        said = random.Random(seed)
        for _ in range(8):
            reply = say(" ".join(said.sample(words, 6)), state="pending")
            act(reply, actor=moderator)

    moderate(WORDS, moderation.publish, 1)
    moderate(OFFERS, moderation.mark_spam, 2)


@pytest.fixture
def post(article):
    DiscussionPolicy.objects.create(page=article, confirmation="off", moderation="after")
    url = reverse("discussions:reply", args=[article.pk])

    def post(text):
        form = {"name": "Zoé", "email": "zoe@lecteurs.example", "text": text}
        assert Client().post(url, form, HTTP_SEC_FETCH_SITE="same-origin").status_code == 303
        return Reply.objects.latest("pk")

    return post


def examine(text, language="fr"):
    return learning.examine(text, "", language)


def teach():
    """Let the time pass after which any decision is worth a training, and train."""
    Teaching.objects.update(taught_at=timezone.now() - learning.SOON)
    return learning.teach()


def test_a_reply_that_says_what_spam_says_waits_and_the_moderator_reads_why(moderated, post, as_moderator):
    call_command("tick")
    reply = post(SPAM_TEXT)
    assert reply.state == "pending"
    screen = text_of(as_moderator.get(reverse("replies:inspect", args=[reply.public_id])))
    assert "Ressemble à des indésirables : « garanti », « rapide », « argent », « preteur »" in screen
    assert post(GOOD_TEXT).state == "published"


def test_words_alone_never_file_a_reply_as_spam(moderated):
    learning.teach()
    [finding] = examine(" ".join(OFFERS))
    assert 1 <= finding["score"] <= learning.IS_SURE < 3


def test_before_enough_decisions_the_filter_keeps_silent(moderated, monkeypatch):
    monkeypatch.setattr(learning, "LEAST", 9)
    assert learning.teach() == 0
    assert examine(SPAM_TEXT) == []


def test_the_gates_own_decisions_teach_nothing(say, few):
    for word in WORDS[:8]:
        say(f"{word} {word}")
        say(f"{word} argent", state="spam")
    assert learning.teach() == 0
    assert not Teaching.objects.exclude(filters=b"").exists()


def test_what_moderators_themselves_wrote_teaches_nothing(moderated, say, moderator):
    learning.teach()
    reply = say("Tilleul et lavoir", state="pending", role="staff")
    moderation.publish(reply, actor=moderator)
    teach()
    assert Teaching.objects.get().good_count == 8


def test_a_corrected_mistake_is_unlearned_in_the_next_training(moderated, as_moderator):
    learning.teach()
    assert examine(SPAM_TEXT)
    for reply in Reply.objects.filter(state="spam"):
        decide(as_moderator, reply, "publish")
    teach()
    assert examine(SPAM_TEXT) == []


def test_a_restored_text_is_not_held_again(moderated, post, moderator):
    learning.teach()
    reply = post(SPAM_TEXT)
    moderation.publish(reply, actor=moderator)
    teach()
    assert examine(SPAM_TEXT) == []


def test_erased_replies_leave_no_words_behind(moderated, moderator):
    spam = Reply.objects.filter(state="spam").first()
    Reply.objects.filter(pk=spam.pk).update(text="Grand marabout hypothécaire")
    learning.teach()
    assert b"hypothecaire" in unpacked()
    moderation.erase(spam, rule="writer")
    call_command("tick")
    assert b"hypothecaire" not in unpacked()
    assert b"marab" not in unpacked()


def test_words_of_a_purged_discussion_are_gone_within_a_day(moderated, discussion):
    learning.teach()
    discussion.delete()
    assert examine(SPAM_TEXT)
    Teaching.objects.update(taught_at=timezone.now() - learning.LATEST)
    learning.teach()
    assert unpacked() == b"{}"
    assert examine(SPAM_TEXT) == []


def test_nothing_is_learned_again_until_somebody_decides(moderated, django_assert_max_num_queries):
    assert learning.teach() == 16
    with django_assert_max_num_queries(4):
        assert learning.teach() == 0


def test_a_decision_is_learned_within_the_hour_and_many_at_once(moderated, say, moderator, monkeypatch):
    learning.teach()
    moderation.mark_spam(say("Bonus de casino", state="pending"), actor=moderator)
    assert learning.teach() == 0
    monkeypatch.setattr(learning, "ENOUGH", 1)
    assert learning.teach() == 17


def test_one_text_filed_a_hundred_times_counts_once(moderated, say, moderator):
    for _ in range(20):
        moderation.mark_spam(say("Un seul et même message", state="pending"), actor=moderator)
    learning.teach()
    assert Teaching.objects.get().spam_count == 9


def test_a_text_that_was_changed_after_the_decision_teaches_nothing(moderated):
    last = Decision.objects.latest("pk")
    Reply.objects.filter(pk=last.reply_id).update(edited_at=last.created_at + datetime.timedelta(minutes=1))
    learning.teach()
    assert Teaching.objects.get().spam_count == 7


def test_a_language_with_enough_decisions_has_a_filter_of_its_own(moderated, say, moderator):
    for n in range(8):
        moderation.mark_spam(say(f"Argent {WORDS[n]}", state="pending", language="en"), actor=moderator)
        moderation.publish(say(f"Crédit {WORDS[-n]} casino", state="pending", language="en"), actor=moderator)
    learning.teach()
    assert examine("Crédit et casino, gagner rapide", "fr")
    assert not examine("Crédit et casino", "en")


def test_an_edit_is_read_by_the_filter_too(moderated, post):
    learning.teach()
    reply = editing.revise(post(GOOD_TEXT), SPAM_TEXT)
    assert reply.state == "pending"
    assert [row["detector"] for row in reply.decisions.last().findings] == ["bayes"]


def test_erasing_a_person_takes_the_words_of_the_finding_too(moderated, post):
    learning.teach()
    reply = post(SPAM_TEXT)
    link = links.find(links.issue("zoe@lecteurs.example"))
    personal.erase(personal.person_of(link))
    assert reply.decisions.first().findings == []


def test_a_finding_without_readable_words_is_explained_all_the_same():
    row = {"detector": "bayes", "score": 1.0, "value": 3.0}
    assert detectors.explain(row) == "Ressemble à des indésirables"
    both = row | {"words": ["gagner", "§links1", "@spam.fr"], "against": ["marche"]}
    assert detectors.explain(both) == (
        "Ressemble à des indésirables : « gagner », un lien, « spam.fr » ; en sens contraire : « marche »"
    )


def unpacked():
    return learning.zlib.decompress(bytes(Teaching.objects.get().filters))
