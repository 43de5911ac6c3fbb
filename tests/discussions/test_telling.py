"""Mail on publication: once, to who asked, of what is visible."""

import pytest
from django.core import mail
from django.core.mail import EmailMessage
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from mailing import NARROW, sent

from discussions import announcing, following, moderation, outbox, retention, together
from discussions.models import Mail, Reply, Subscription


def test_a_follower_is_told_once_a_reply_is_published(follow, write, publish, article):
    follow()
    reply = write("J’accuse « l’été » d’être trop court.")
    assert sent() == []
    publish(reply)
    (message,) = mail.outbox
    assert message.to == ["noe@lecteurs.example"]
    assert message.subject == f"Zoé a répondu à «{NARROW}{article.title}{NARROW}»"
    assert "J’accuse « l’été » d’être trop court." in message.body
    assert (
        f"http://localhost/-/discussions/reply/{reply.public_id}/#reponse-{reply.public_id}" in message.body
    )


def test_nobody_is_told_of_their_own_words(follow, write, publish):
    follow("Zoe@Lecteurs.example")
    publish(write())
    assert sent() == []


def test_one_mail_a_person_and_reply_however_many_subscriptions_match(follow, write, publish, say):
    top = say("Un fil")
    for scope, reply in (("discussion", None), ("thread", top), ("answers", top)):
        follow(scope=scope, reply=reply)
    follow("NOE@lecteurs.example", "thread", top)
    publish(write(parent=top))
    assert sent() == ["noe@lecteurs.example"]


def test_each_hears_of_what_they_follow_and_of_nothing_else(follow, write, publish, say):
    top, other = say("Un fil"), say("Un autre")
    answer = say("Une réponse", parent=top)
    follow("fil@lecteurs.example", "thread", top)
    follow("autre@lecteurs.example", "thread", other)
    follow("haut@lecteurs.example", "answers", top)
    follow("bas@lecteurs.example", "answers", answer)
    publish(write(parent=answer))
    assert sorted(sent()) == ["bas@lecteurs.example", "fil@lecteurs.example"]
    assert next(m.subject for m in mail.outbox if "bas@" in m.to[0]).startswith("Zoé vous a répondu")


def test_what_is_not_confirmed_or_has_ended_gets_nothing(discussion, follow, write, publish):
    following.follow(discussion, "a@lecteurs.example", "fr", scope="discussion", is_proven=False)
    Mail.objects.all().delete()
    following.end(follow("b@lecteurs.example"))
    publish(write())
    assert sent() == []


def test_a_restored_reply_is_no_news(follow, write, publish):
    reply = write()
    publish(reply)
    moderation.remove(Reply.objects.get(pk=reply.pk), rule="gate")
    follow()
    publish(reply)
    assert sent() == []


def test_what_is_imported_is_no_news(follow, write, publish, say):
    follow()
    say("Un vieux commentaire")
    publish(write(source="wordpress", source_id="12"))
    assert (announcing.announce_due(), outbox.send_due(), sent()) == (0, 0, [])


def test_under_the_lock_a_publication_only_marks_the_reply(follow, write, django_capture_on_commit_callbacks):
    follow()
    reply = write()
    with django_capture_on_commit_callbacks() as callbacks, CaptureQueriesContext(connection) as queries:
        moderation.publish(reply, rule="gate")
    asked = " ".join(query["sql"] for query in queries)
    assert "discussions_subscription" not in asked
    assert "discussions_mail" not in asked
    assert callbacks
    assert Reply.objects.get().is_news


def test_what_was_interrupted_is_told_by_tick_and_twice_is_once(follow, write):
    follow()
    reply = write()
    moderation.publish(reply, rule="gate")
    # The process died here. The next one writes the rows, and dies before it says so.
    announcing.announce.call(reply.pk)
    Reply.objects.update(is_news=True)
    call_command("tick")
    call_command("tick")
    assert sent() == ["noe@lecteurs.example"]
    assert not Reply.objects.filter(is_news=True).exists()


@pytest.mark.parametrize("meanwhile", ["removed", "ended", "erased", "unpublished", "closed to the public"])
def test_all_is_asked_again_when_a_mail_leaves(follow, write, article, meanwhile, monkeypatch):
    subscription = follow()
    reply = write()
    moderation.publish(reply, rule="gate")
    monkeypatch.setattr(outbox, "send_a_few", lambda **about: 0)
    announcing.announce.call(reply.pk)
    {
        "removed": lambda: moderation.remove(reply, rule="gate"),
        "ended": lambda: following.end(subscription),
        "erased": lambda: moderation.erase(reply, rule="writer"),
        "unpublished": lambda: article.unpublish(),
        "closed to the public": lambda: article.view_restrictions.create(restriction_type="login"),
    }[meanwhile]()
    assert outbox.send_due() == 0
    assert (sent(), Mail.objects.count()) == ([], 0)


def test_a_concealed_reply_is_told_to_nobody(follow, write, say):
    follow()
    top = say("Un fil")
    reply = write(parent=top)
    moderation.mark_spam(top, rule="gate")
    moderation.publish(reply, rule="gate")
    assert (announcing.announce_due(), outbox.send_due()) == (0, 0)


def test_the_mail_is_in_the_readers_language(follow, write, publish, article):
    follow(language="en")
    publish(write())
    (message,) = mail.outbox
    assert message.subject == f"Zoé has replied to “{article.title}”"
    assert "No more of them" in message.body
    assert "/en/-/discussions/unsubscribe/" in message.body


def test_what_one_worker_is_sending_another_leaves_alone(follow, write, monkeypatch):
    follow()
    for text in ("Un", "Deux"):
        moderation.publish(write(text), rule="gate")
    monkeypatch.setattr(outbox, "send_a_few", lambda **about: 0)
    announcing.announce_due()
    meanwhile = []
    monkeypatch.setattr(
        EmailMessage, "send", lambda message: meanwhile.append(outbox.send_due()) or len(message.to)
    )
    assert outbox.send_due() == 1
    assert meanwhile == [0]


def test_what_left_long_ago_is_forgotten_and_what_is_due_is_not(follow, write, publish, clock):
    follow()
    follow("lea@lecteurs.example", frequency="weekly")
    publish(write())
    clock(2026, 5, 10, 12, 0)
    assert retention.forget_sent_mails() == 0
    clock(2026, 6, 4, 12, 0)
    assert retention.forget_sent_mails() == 1
    assert [one.email for one in Mail.objects.all()] == ["lea@lecteurs.example"]


def test_writing_to_many_takes_few_statements(follow, write, discussion):
    Subscription.objects.bulk_create(
        Subscription(
            email=f"n{number}@lecteurs.example",
            email_key=f"n{number}@lecteurs.example",
            language="fr",
            scope="discussion",
            discussion=discussion,
            frequency="daily",
            confirmed_at=timezone.now(),
        )
        for number in range(1000)
    )
    reply = write()
    moderation.publish(reply, rule="gate")
    announcing.announce.call(reply.pk, most=400)
    assert (Mail.objects.count(), Reply.objects.filter(is_news=True).count()) == (400, 1)
    with CaptureQueriesContext(connection) as queries:
        assert announcing.announce_due() == 1000
    assert len(queries) < 30
    assert Mail.objects.count() == 1000


def decide_all(ids, from_state, to_state, moderator):
    together.decide_all(ids, from_state, to_state, seen_at=timezone.now(), actor=moderator)
    assert {*Reply.objects.values_list("state", flat=True)} == {to_state}


def test_what_is_published_together_is_told_by_tick(follow, write, moderator):
    follow()
    ids = [write(text).pk for text in ("Un", "Deux")]
    decide_all(ids, "pending", "published", moderator)
    call_command("tick")
    assert sent() == ["noe@lecteurs.example"]
    assert "2\u00a0nouvelles réponses" in mail.outbox[0].subject
    decide_all(ids, "published", "removed", moderator)
    decide_all(ids, "removed", "published", moderator)
    call_command("tick")
    assert len(mail.outbox) == 1


@pytest.mark.parametrize("is_undone", [True, False])
def test_a_publication_that_nobody_was_told_of_is_no_publication(
    follow, write, moderator, publish, is_undone
):
    """Taken back or removed before tick told of it, and published later."""
    follow()
    reply = write()
    decide_all([reply.pk], "pending", "published", moderator)
    if is_undone:
        together.undo_all([reply.decisions.last().pk], actor=moderator)
    else:
        decide_all([reply.pk], "published", "removed", moderator)
    call_command("tick")
    assert sent() == []
    publish(reply)
    assert sent() == ["noe@lecteurs.example"]
    assert Reply.objects.get().number == 1
