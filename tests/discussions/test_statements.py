"""What both sides are told of a decision: who reported, and who wrote."""

import re

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from moderating import decide, said
from reporting import LIGHT, NOTICE, WRITER, browser, give_notice, report_url, words

from discussions import moderation, outbox
from discussions.models import Mail, Participant, Report
from discussions.views.own import receipt_url


@pytest.fixture
def reply(say, writer):
    return say("Nadia a volé la caisse du marché.", name="Loïc", participant=writer)


def test_a_notice_that_is_upheld_tells_both_sides_why_and_neither_who(
    as_moderator, reply, mails, moderator, read
):
    report = give_notice(reply)
    left = mails(
        decide, as_moderator, reply, "remove", reason="illegal_defamation", answer="Merci de votre vigilance."
    )
    told = left[NOTICE["email"]]
    assert told.subject == f"Notre décision sur votre notification {report.reference}"
    for part in (
        "la réponse est retirée du site",
        "loi du 29 juillet 1881 sur la liberté de la presse, articles 29, 32, 33",
        "sans moyen automatisé",
        "règlement extrajudiciaire",
        "un tribunal",
        "Merci de votre vigilance.",
    ):
        assert part in told.body
    reasons = left[WRITER]
    for part in (
        "Nous avons retiré votre réponse",
        "dans tous les pays et sans limite de durée",
        "Elle impute à quelqu’un un fait",
        "articles 29, 32, 33",
        "fait suite à une notification de contenu illicite",
        "sans moyen automatisé",
        "contestez la décision ici",
        "un tribunal",
        "volé la caisse du marché",
    ):
        assert part in reasons.body
    assert "Loïc" not in told.body
    assert WRITER not in told.body
    for secret in ("Nadia Benali", NOTICE["email"], NOTICE["text"], "Merci de votre vigilance.", "Camille"):
        assert secret not in reasons.body
    report.refresh_from_db()
    assert (report.status, report.decided_by) == ("upheld", moderator)
    reply.refresh_from_db()
    assert (reply.state, reply.urgency) == ("removed", 0)
    assert "volé la caisse" not in read()


def test_a_notice_that_is_dismissed_tells_who_gave_it_and_leaves_the_writer_alone(as_moderator, reply, mails):
    report = give_notice(reply)
    left = mails(decide, as_moderator, reply, "keep", seen_report=report.pk, note="Cité dans la presse.")
    assert [*left] == [NOTICE["email"]]
    assert "la réponse reste en place" in left[NOTICE["email"]].body
    assert "rien trouvé de contraire à la loi" in left[NOTICE["email"]].body
    assert "Cité dans la presse." not in left[NOTICE["email"]].body
    report.refresh_from_db()
    assert (report.status, report.note) == ("dismissed", "Cité dans la presse.")
    reply.refresh_from_db()
    assert (reply.state, reply.urgency) == ("published", 0)


def test_who_reports_lightly_reads_the_decision_at_the_address_they_got(as_moderator, reply):
    url = browser().post(report_url(reply), LIGHT).url
    decide(as_moderator, reply, "remove", reason="insults")
    page = words(Client().get(url))
    assert "la réponse est retirée du site" in page
    assert "Insultes ou attaques personnelles" in page
    assert "Loïc" not in page


def test_one_decision_answers_all_that_reported(as_moderator, reply, mails):
    browser().post(report_url(reply), LIGHT)
    give_notice(reply)
    give_notice(reply, email="odile@lecteurs.example")
    left = mails(decide, as_moderator, reply, "remove", reason="insults")
    assert set(left) == {NOTICE["email"], "odile@lecteurs.example", WRITER}
    assert {*Report.objects.values_list("status", flat=True)} == {"upheld"}


def test_a_report_that_came_after_the_moderator_looked_stays_open(as_moderator, reply):
    seen = give_notice(reply)
    late = give_notice(reply, email="odile@lecteurs.example")
    decide(as_moderator, reply, "keep", seen_report=seen.pk)
    late.refresh_from_db()
    reply.refresh_from_db()
    assert (late.status, reply.urgency) == ("open", 4)


def test_a_reply_that_its_writer_takes_away_leaves_nothing_to_decide_and_says_so(reply, mails):
    report = give_notice(reply)
    left = mails(moderation.withdraw, reply, rule="writer")
    assert "reprise par son auteur ou effacée" in left[NOTICE["email"]].body
    report.refresh_from_db()
    assert (report.status, report.decided_by) == ("moot", None)


def test_an_edit_that_goes_back_to_the_moderators_keeps_the_report_open_and_urgent(reply):
    give_notice(reply)
    moderation.hold(reply, rule="gate", reason="detectors")
    reply.refresh_from_db()
    assert (reply.state, reply.urgency) == ("pending", 4)
    assert Report.objects.get().is_open


def test_a_filter_that_takes_a_reported_reply_away_is_named(reply):
    url = browser().post(report_url(reply), LIGHT).url
    moderation.mark_spam(reply, rule="gate", reason="detectors")
    assert "C’est un filtre automatique qui a pris la décision" in words(browser().get(url))


def test_no_filter_answers_a_notice_a_person_does(as_moderator, reply, mails):
    report = give_notice(reply)
    assert not mails(moderation.mark_spam, reply, rule="gate", reason="detectors")
    report.refresh_from_db()
    reply.refresh_from_db()
    assert (report.status, reply.state, reply.urgency) == ("open", "spam", 4)
    left = mails(decide, as_moderator, reply, "keep", seen_report=report.pk)
    for part in ("la réponse est retirée du site", "sans moyen automatisé"):
        assert part in left[NOTICE["email"]].body
    report.refresh_from_db()
    assert report.status == "upheld"


def test_what_a_filter_has_taken_away_meanwhile_is_read_again_before_it_is_kept(as_moderator, reply):
    report = give_notice(reply)
    seen = reply.state
    moderation.mark_spam(reply, rule="gate", reason="detectors")
    response = decide(as_moderator, reply, "keep", seen=seen, seen_report=report.pk)
    assert "le contrôle automatique a décidé entre-temps" in said(response)
    report.refresh_from_db()
    assert report.is_open


# To the writer


@pytest.mark.parametrize(
    ("state", "act", "said"),
    [
        ("published", "remove", "Nous avons retiré votre réponse"),
        ("pending", "reject", "Nous n’avons pas publié votre réponse"),
    ],
)
def test_a_click_without_a_reason_still_states_the_rules(as_moderator, say, writer, mails, state, act, said):
    reply = say(name="Loïc", participant=writer, state=state)
    body = mails(decide, as_moderator, reply, act)[WRITER].body
    for part in (said, "Elle ne respecte pas les règles de la discussion", "de notre propre initiative"):
        assert part in body


def test_the_moderators_own_words_replace_the_usual_ones(as_moderator, reply, mails):
    body = mails(decide, as_moderator, reply, "remove", reason="off_topic", statement="Parlons du banc.")[
        WRITER
    ].body
    assert "Parlons du banc." in body
    assert "n’a de rapport" not in body
    assert "(Hors sujet)" in body


def test_a_click_on_spam_sends_nothing_and_one_with_a_reason_does(as_moderator, say, writer, mails):
    assert not mails(decide, as_moderator, say(participant=writer), "spam")
    assert not mails(decide, as_moderator, say(participant=writer), "spam", reason="spam")
    left = mails(decide, as_moderator, say(participant=writer, name="Loïc"), "spam", reason="advertising")
    assert "classé votre réponse comme indésirable" in left[WRITER].body


def test_an_address_that_nobody_has_confirmed_gets_nothing(as_moderator, receive, mails):
    reply = receive(state="published")
    assert not mails(decide, as_moderator, reply, "remove")
    assert "Nous avons retiré votre réponse" in words(Client().get(receipt_url(reply)))


def test_what_was_undone_before_the_mail_left_is_not_told(as_moderator, reply, mailoutbox):
    decide(as_moderator, reply, "remove")
    mail = Mail.objects.get()
    reply.refresh_from_db()
    decide(as_moderator, reply, "publish")
    assert not outbox.deliver.call([mail.pk])
    assert not mailoutbox


def test_the_fifth_decision_of_an_hour_is_told_like_the_first(as_moderator, say, writer, mails):
    for _ in range(outbox.MOST_PER_HOUR + 1):
        assert WRITER in mails(decide, as_moderator, say(participant=writer, name="Loïc"), "remove")


# Together, and taken back


def together_(client, replies, act, **words):
    checked = [reply.public_id for reply in replies]
    data = {"act": act, "scope": "checked", "reply": checked, "seen_at": timezone.now().isoformat()}
    return client.post(reverse("replies:batch_new"), data | words)


def test_a_decision_on_many_replies_answers_the_reports_of_each(as_moderator, reply, say, writer, mailoutbox):
    other = say("Et la monnaie aussi.", name="Loïc", participant=writer)
    reports_ = [give_notice(reply), give_notice(other)]
    mailoutbox.clear()
    together_(as_moderator, [reply, other], "remove", reason="insults")
    for report in reports_:
        report.refresh_from_db()
        assert (report.status, report.decision.to_state) == ("upheld", "removed")
    outbox.send_due()
    subjects = [mail.subject for mail in mailoutbox]
    assert sum("de vos réponses" in subject for subject in subjects) == 1
    assert sum("Notre décision sur votre notification" in subject for subject in subjects) == 2


def test_what_is_decided_together_is_told_in_one_mail(as_moderator, say, writer, mailoutbox):
    replies = [
        say(f"La pomme n° {number} coûte trop cher.", name="Loïc", participant=writer) for number in range(3)
    ]
    together_(as_moderator, replies, "remove", reason="insults")
    assert outbox.send_due() == 1
    (mail,) = mailoutbox
    assert mail.subject == "Nos décisions sur 3\u00a0de vos réponses"
    for number in range(3):
        assert f"La pomme n° {number}" in mail.body
    assert mail.body.count("Insultes ou attaques personnelles") == 3
    links = re.findall(r"http://localhost(/\S+/confirm/\S+)", mail.body)
    assert len(links) == 3
    assert all(Client().get(link).status_code == 303 for link in links)


def test_a_decision_that_is_taken_back_opens_its_reports_again_and_is_answered_anew(
    as_moderator, reply, mails
):
    report = give_notice(reply)
    mails(decide, as_moderator, reply, "remove", reason="insults")
    decision = reply.decisions.last()
    as_moderator.post(reverse("replies:undo", args=[reply.public_id, decision.pk]))
    report.refresh_from_db()
    reply.refresh_from_db()
    assert (report.status, reply.state, reply.urgency) == ("open", "published", 4)
    left = mails(decide, as_moderator, reply, "keep", seen_report=report.pk)
    assert "la réponse reste en place" in left[NOTICE["email"]].body


def test_a_restored_reply_that_is_taken_back_is_not_explained_twice(as_moderator, reply, mails):
    mails(decide, as_moderator, reply, "remove")
    reply.refresh_from_db()
    mails(decide, as_moderator, reply, "publish")
    decision = reply.decisions.last()
    assert not mails(as_moderator.post, reverse("replies:undo", args=[reply.public_id, decision.pk]))


def test_who_has_an_account_is_told_at_its_address_of_today(as_moderator, say, mails, django_user_model):
    user = django_user_model.objects.create(username="leo", email="leo@lecteurs.example")
    leo = Participant.objects.create(kind="account", user=user, name="Léo", email=user.email)
    reply = say("Ce banc est à moi.", name="Léo", participant=leo)
    user.email = "leo.aujourdhui@lecteurs.example"
    user.save()
    left = mails(decide, as_moderator, reply, "remove", reason="off_topic")
    assert [*left] == [user.email]
