"""A writer objects to a decision, and is answered; and what is left of both sides once they are erased."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from moderating import decide
from reporting import NOTICE, SAME_ORIGIN, WRITER, give_notice, words

from discussions import links, personal, reports
from discussions.models import Mail, Report
from discussions.views.own import receipt_url


@pytest.fixture
def reply(say, writer):
    return say("Nadia a volé la caisse du marché.", name="Loïc", participant=writer)


@pytest.fixture
def removed(as_moderator, reply):
    decide(as_moderator, reply, "remove", reason="insults")
    reply.refresh_from_db()
    return reply


def contest(reply, text="Je citais le procès-verbal."):
    token = receipt_url(reply).split("/")[-2]
    return Client(**SAME_ORIGIN).post(reverse("discussions:contest", args=[token]), {"text": text})


def test_a_writer_objects_from_the_receipt_and_is_put_right(as_moderator, removed, mails, read):
    assert "Contester la décision" in words(Client().get(receipt_url(removed)))
    response = contest(removed)
    assert response.status_code == 303
    assert "Elle est devant les modérateurs." in words(Client().get(response.url))
    removed.refresh_from_db()
    assert removed.urgency == 3
    left = mails(decide, as_moderator, removed, "publish", answer="C’était une erreur, pardon.")
    for part in ("Vous aviez raison", "C’était une erreur, pardon.", "sans moyen automatisé"):
        assert part in left[WRITER].body
    assert Report.objects.get().status == "upheld"
    removed.refresh_from_db()
    assert removed.urgency == 0
    assert "volé la caisse" in read()


def test_a_decision_that_stands_is_answered_too_and_contested_once(as_moderator, removed, mails):
    contest(removed)
    appeal = Report.objects.get()
    left = mails(decide, as_moderator, removed, "keep", seen_report=appeal.pk)
    assert "la décision est maintenue" in left[WRITER].body
    assert "un tribunal" in left[WRITER].body
    page = words(Client().get(receipt_url(removed)))
    assert "la décision est maintenue" in page
    assert "Contester la décision" not in page
    contest(removed)
    assert Report.objects.count() == 1


def take_back(client, reply):
    url = reverse("replies:undo", args=[reply.public_id, reply.decisions.last().pk])
    assert client.post(url).status_code == 302
    reply.refresh_from_db()


def test_a_decision_that_is_taken_back_answers_the_objection_to_it(as_moderator, removed, mails):
    contest(removed)
    left = mails(take_back, as_moderator, removed)
    assert "votre réponse est de nouveau visible" in left[WRITER].body
    assert Report.objects.get().status == "upheld"
    assert removed.urgency == 0
    decide(as_moderator, removed, "remove", reason="off_topic")
    assert contest(removed).status_code == 303
    assert [report.status for report in Report.objects.order_by("pk")] == ["upheld", "open"]


def test_a_refusal_that_is_taken_back_says_that_the_reply_waits_again(as_moderator, say, writer, mails):
    reply = say("J’y étais.", state="pending", name="Loïc", participant=writer)
    decide(as_moderator, reply, "reject", reason="off_topic")
    reply.refresh_from_db()
    contest(reply)
    left = mails(take_back, as_moderator, reply)
    assert "votre réponse attend de nouveau un modérateur" in left[WRITER].body
    assert Report.objects.get().status == "upheld"
    decide(as_moderator, reply, "reject")
    reply.refresh_from_db()
    assert contest(reply).status_code == 303
    assert Report.objects.count() == 2


def test_an_objection_without_a_word_is_asked_for_one(removed):
    response = contest(removed, text=" ")
    assert response.status_code == 422
    assert "Écrivez en quoi la décision est injustifiée." in words(response)


def test_an_objection_to_a_decision_that_is_gone_meanwhile_gives_its_words_back(as_moderator, removed):
    decide(as_moderator, removed, "publish")
    response = contest(removed)
    assert response.status_code == 409
    assert "Il n’y a plus de décision à contester" in words(response)
    assert "Je citais le procès-verbal.</textarea>" in response.content.decode()
    assert not Report.objects.exists()


def test_a_decision_that_goes_while_the_objection_is_sent_gives_its_words_back(removed, monkeypatch):
    monkeypatch.setattr(reports, "appeal", lambda reply, text: None)
    assert contest(removed).status_code == 409


def test_a_second_objection_to_one_decision_gives_its_words_back(removed):
    contest(removed)
    assert contest(removed).status_code == 303
    assert contest(removed, text="Et j’insiste.").status_code == 409
    assert contest(removed, text="").status_code == 200
    assert Report.objects.count() == 1


def test_a_reply_that_stands_cannot_be_contested(reply):
    token = receipt_url(reply).split("/")[-2]
    response = Client().get(reverse("discussions:contest", args=[token]))
    assert response.url == receipt_url(reply)
    assert contest(reply).status_code == 409
    assert not Report.objects.exists()


def test_a_link_contests_nothing(removed):
    token = receipt_url(removed).split("/")[-2]
    url = reverse("discussions:contest", args=[token])
    assert Client().get(url).status_code == 200
    assert Client().head(url).status_code == 200
    assert not Report.objects.exists()


# Persons


def test_erasing_a_writer_leaves_nothing_about_them_in_reports_and_mails(as_moderator, removed, reply):
    contest(removed)
    report = Report.objects.create(
        reply=removed, kind="notice", language="fr", explanation="Loïc ment", email="n@lecteurs.example"
    )
    personal.erase(personal.person_of(links.find(links.issue(WRITER))))
    report.refresh_from_db()
    assert (report.status, report.explanation, report.email) == ("moot", "", "n@lecteurs.example")
    assert Report.objects.count() == 1
    assert not Mail.objects.filter(email=WRITER).exists()


def test_a_reporter_takes_along_and_erases_what_they_gave(reply):
    report = give_notice(reply)
    person = personal.person_of(links.find(links.issue(NOTICE["email"])))
    (notice,) = personal.export(person)["notices"]
    assert (notice["reference"], notice["explanation"]) == (report.reference, NOTICE["text"])
    personal.erase(person)
    report.refresh_from_db()
    assert (report.name, report.email, report.explanation) == ("", "", "")
    assert not Mail.objects.exists()


def test_a_year_after_the_decision_nobody_knows_who_gave_a_notice(as_moderator, reply):
    report = give_notice(reply)
    decide(as_moderator, reply, "remove", reason="insults")
    assert reports.forget_people() == 0
    Report.objects.update(decided_at=timezone.now() - timezone.timedelta(days=366))
    assert (reports.forget_people(), reports.forget_people()) == (1, 0)
    report.refresh_from_db()
    assert (report.name, report.email, report.explanation, report.reason) == ("", "", "", NOTICE["reason"])
