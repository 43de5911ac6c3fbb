"""Mails that gather: the daily and the weekly ones, and whatever would be too much at once."""

import datetime

import pytest
from django.core import mail
from mailing import PARIS, sent

from discussions import announcing, following, moderation, outbox, schedule
from discussions.models import Mail, Reply


def test_the_daily_mail_leaves_in_the_morning_and_groups_by_article(
    follow, write, publish, clock, say, article_index, article
):
    other = article_index.add_child(instance=type(article)(title="À côté", slug="a-cote", body=[]))
    beside = type(article.discussion).objects.create(page=other, locale=other.locale)
    follow(frequency="daily")
    following.follow(
        beside, "noe@lecteurs.example", "fr", scope="discussion", frequency="daily", is_proven=True
    )
    for text, where in (("Un", article.discussion), ("Deux", beside), ("Trois", article.discussion)):
        publish(write(text, discussion=where))
    clock(2026, 5, 5, 6, 59)
    assert outbox.send_due() == 0
    clock(2026, 5, 5, 7, 0)
    assert outbox.send_due() == 1
    (message,) = mail.outbox
    assert message.subject == "3\u00a0nouvelles réponses sur Causerie"
    assert message.body.count(article.title) == 1
    assert message.body.index("Un\n") < message.body.index("Trois\n") < message.body.index("À côté")
    assert "4 mai 2026" in message.body
    clock(2026, 5, 6, 7, 0)
    assert outbox.send_due() == 0


def test_a_mail_speaks_one_language(follow, write, publish, clock):
    follow(frequency="daily")
    top = write("Un fil")
    publish(top)
    follow(frequency="daily", scope="thread", reply=top, language="en")
    french = Mail.objects.get()
    publish(write("Deux"))
    Mail.objects.exclude(pk=french.pk).update(language="en")
    clock(2026, 5, 5, 7, 0)
    assert outbox.send_due() == 2
    assert sorted("replied to" in message.subject for message in mail.outbox) == [False, True]


@pytest.mark.parametrize("gone", [moderation.remove, moderation.withdraw])
def test_nobody_is_named_whose_reply_is_gone(follow, write, publish, gone):
    follow()
    top = write("Un fil", name="Adèle", email="adele@lecteurs.example")
    publish(top)
    answer = write("Sous le fil", parent=top)
    gone(Reply.objects.get(pk=top.pk), rule="writer")
    publish(answer)
    told, after = mail.outbox
    assert "Adèle" in told.body
    assert "Adèle" not in after.body


def test_a_digest_of_which_nothing_is_left_is_not_sent(follow, write, publish, clock):
    follow(frequency="weekly")
    reply = write()
    publish(reply)
    moderation.remove(Reply.objects.get(pk=reply.pk), rule="gate")
    clock(2026, 5, 11, 8, 0)
    assert (outbox.send_due(), sent()) == (0, [])


def test_all_replies_of_one_subscription_leave_as_one_mail(follow, say, clock):
    follow(frequency="daily")
    for number in range(90):
        moderation.publish(say(f"Message {number}", state="pending"), rule="gate")
    announcing.announce_due()
    clock(2026, 5, 5, 7, 0)
    assert outbox.send_due() == 1
    assert mail.outbox[0].subject.startswith("90\u00a0nouvelles réponses")


def test_the_one_who_wants_it_now_and_daily_gets_it_now(follow, write, publish, say):
    top = say("Un fil")
    follow(frequency="daily")
    follow(scope="thread", reply=top, frequency="now")
    publish(write(parent=top))
    assert sent() == ["noe@lecteurs.example"]


def test_after_the_fifth_mail_in_a_quarter_of_an_hour_the_others_are_gathered(follow, write, publish, clock):
    follow()
    for minute in range(8):
        clock(2026, 5, 4, 15, minute)
        publish(write(f"Message {minute}"))
    assert len(mail.outbox) == 5
    clock(2026, 5, 4, 15, 14)
    assert outbox.send_due() == 0
    clock(2026, 5, 4, 15, 15)
    assert outbox.send_due() == 1
    digest = mail.outbox[-1]
    assert digest.subject.startswith("3\u00a0nouvelles réponses à «")
    assert [f"Message {minute}" in digest.body for minute in range(4, 9)] == [False, True, True, True, False]
    clock(2026, 5, 4, 15, 40)
    publish(write("Plus tard"))
    assert len(mail.outbox) == 7


def test_others_mails_are_not_held_up_by_one_persons_flood(follow, write, publish, clock):
    follow()
    for number in range(6):
        publish(write(f"Message {number}"))
    follow("autre@lecteurs.example")
    publish(write("Encore"))
    assert sent().count("autre@lecteurs.example") == 1


def test_the_limit_for_what_anybody_can_send_does_not_swallow_news(follow, write, publish, discussion):
    for _ in range(5):
        outbox.put(Mail.Kind.LINK, "noe@lecteurs.example", "fr")
    follow()
    publish(write())
    assert sent().count("noe@lecteurs.example") == 1


def test_nor_does_news_keep_a_confirmation_from_leaving(follow, write, publish, clock):
    follow()
    for number in range(6):
        publish(write(f"Message {number}"))
    assert outbox.put(Mail.Kind.LINK, "noe@lecteurs.example", "fr")


@pytest.mark.parametrize(
    ("frequency", "now", "then"),
    [
        ("now", (2026, 5, 4, 15, 0), (2026, 5, 4, 15, 0)),
        ("daily", (2026, 5, 4, 6, 59), (2026, 5, 4, 7, 0)),
        ("daily", (2026, 5, 4, 7, 0), (2026, 5, 5, 7, 0)),
        ("weekly", (2026, 5, 4, 6, 0), (2026, 5, 4, 7, 0)),
        ("weekly", (2026, 5, 4, 8, 0), (2026, 5, 11, 7, 0)),
        ("weekly", (2026, 5, 10, 23, 59), (2026, 5, 11, 7, 0)),
        # The clocks change in the night before.
        ("daily", (2026, 3, 28, 12, 0), (2026, 3, 29, 7, 0)),
        ("daily", (2026, 10, 24, 12, 0), (2026, 10, 25, 7, 0)),
        ("weekly", (2026, 10, 20, 12, 0), (2026, 10, 26, 7, 0)),
    ],
)
def test_seven_o_clock_is_that_of_the_clock_on_the_wall(frequency, now, then):
    now = datetime.datetime(*now, tzinfo=PARIS).astimezone(datetime.UTC)
    due = schedule.next_time(frequency, now, PARIS).astimezone(PARIS)
    assert (due.year, due.month, due.day, due.hour, due.minute) == then
