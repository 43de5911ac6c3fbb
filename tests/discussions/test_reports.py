"""Readers report a reply: lightly, without a name, or by a notice under the law that is answered."""

import re

import pytest
from badinput import needs_bad_input, texts
from django.test import Client
from django.utils import timezone
from reporting import LIGHT, NOTICE, SAME_ORIGIN, browser, notice_url, report_url, words

from discussions import limits, moderation, reports
from discussions.models import Mail, Report


@pytest.fixture
def reply(say):
    return say("Zoé est une andouille.", name="Loïc")


@pytest.fixture
def send(reply, django_capture_on_commit_callbacks):
    """Return a function that posts a form about the reply and lets the mails leave."""

    def send(data, *, url=None, reader=None):
        with django_capture_on_commit_callbacks(execute=True):
            return (reader or browser()).post(url or report_url(reply), data)

    return send


# The way there


def test_each_visible_reply_has_a_link_to_report_it_also_when_the_discussion_is_closed(
    read, reply, say, discussion
):
    answer = say("Moi aussi.", parent=reply)
    discussion.status = "closed"
    discussion.save()
    html = read()
    for one in (reply, answer):
        assert f'<a href="{report_url(one)}">Signaler</a>' in html


def test_what_stands_for_a_removed_or_missing_reply_has_none(read, seed, say):
    say("Sous la pierre.", parent=seed[103])
    moderation.remove(seed[103])
    html = read()
    for gone in (seed[101], seed[103]):
        assert report_url(gone) not in html


@pytest.mark.parametrize("state", ["pending", "spam", "unconfirmed"])
def test_a_reply_that_readers_do_not_see_is_not_found(say, state):
    hidden = say(state=state)
    for url in (report_url(hidden), notice_url(hidden)):
        assert browser().get(url).status_code == 404
        response = browser().post(url, LIGHT)
        assert response.status_code == 404
        assert "andouille" in response.content.decode()
    assert not Report.objects.exists()


@pytest.mark.parametrize("public_id", ["inconnu234", "x" * 300, "é", "%00", "ABC"])
def test_an_unknown_reply_is_not_found(client, db, public_id):
    assert client.get(f"/-/discussions/report/{public_id}/").status_code == 404


def test_the_forms_are_private_in_french_and_show_the_reply(reply):
    for url in (report_url(reply), notice_url(reply)):
        response = browser().get(url)
        assert response["Cache-Control"] == "private, no-store"
        assert response["X-Robots-Tag"] == "noindex"
        assert "Zoé est une andouille." in words(response)
    assert f"http://testserver/-/discussions/reply/{reply.public_id}/#reponse-{reply.public_id}" in words(
        response
    )


# A light report


def test_a_light_report_needs_a_reason_and_no_name(send, reply):
    response = send(LIGHT | {"text": ""})
    assert response.status_code == 303
    report = Report.objects.get()
    assert (report.kind, report.reason, report.name, report.email) == ("light", "insults", "", "")
    page = browser().get(response.url)
    assert report.reference in words(page)
    assert "Les modérateurs vont l’examiner" in words(page)
    assert "no-store" in page["Cache-Control"]
    reply.refresh_from_db()
    assert (reply.state, reply.shown, reply.urgency) == ("published", True, 3)


def test_a_report_hides_nothing(send, read):
    send(LIGHT)
    assert "Zoé est une andouille." in read()


def test_a_reference_is_readable_and_not_to_be_guessed(send, reply):
    send(LIGHT)
    send(NOTICE, url=notice_url(reply))
    first, second = Report.objects.values_list("reference", flat=True)
    assert re.fullmatch(rf"S-{timezone.now():%Y}-[2-9A-HJKMNP-Z]{{4}}-[2-9A-HJKMNP-Z]{{4}}", first)
    assert first != second


def test_one_person_counts_once_and_is_told_so_with_the_text_kept(send):
    first = send(LIGHT)
    again = send(LIGHT)
    assert first.url.split(":")[0] == again.url.split(":")[0]
    other = send(LIGHT | {"reason": "hatred", "text": "Et puis j’y pense."})
    assert other.status_code == 409
    assert "a déjà été signalée" in words(other)
    assert "Et puis j’y pense." in other.content.decode()
    assert Report.objects.count() == 1
    assert send(LIGHT, reader=browser("90.15.2.3")).status_code == 303
    assert Report.objects.count() == 2


def test_the_digest_tells_neither_the_network_nor_that_two_replies_were_reported_by_one(send, say):
    other = say("Une autre.")
    send(LIGHT)
    send(LIGHT, url=report_url(other))
    keys = set(Report.objects.values_list("reporter_key", flat=True))
    assert len(keys) == 2
    assert all(re.fullmatch("[0-9a-f]{64}", key) for key in keys)


def test_digests_are_forgotten_after_thirty_days(send):
    send(LIGHT)
    assert reports.forget_keys() == 0
    Report.objects.update(created_at=timezone.now() - timezone.timedelta(days=31))
    assert reports.forget_keys() == 1
    assert Report.objects.get().reporter_key == ""


# A notice under the law


def test_a_notice_is_acknowledged_on_the_screen_and_by_mail(send, reply, mailoutbox, article):
    response = send(NOTICE, url=notice_url(reply))
    assert response.status_code == 303
    report = Report.objects.get()
    assert (report.kind, report.reason, report.email) == ("notice", NOTICE["reason"], NOTICE["email"])
    assert "Un accusé de réception part" in words(browser().get(response.url))
    (mail,) = mailoutbox
    assert mail.to == [NOTICE["email"]]
    assert mail.subject == f"Nous avons reçu votre notification {report.reference}"
    assert NOTICE["text"] in mail.body
    assert article.title in mail.body
    assert response.url.split(":")[0] in mail.body
    reply.refresh_from_db()
    assert (reply.state, reply.urgency) == ("published", 4)


@pytest.mark.parametrize("missing", ["reason", "text", "name", "email", "good_faith"])
def test_a_notice_lacks_nothing_that_the_law_asks_for(send, reply, missing):
    response = send(NOTICE | {missing: ""}, url=notice_url(reply))
    assert response.status_code == 422
    assert "n’a pas encore été envoyé" in words(response)
    if missing != "text":
        assert "volé la caisse" in response.content.decode()
    assert not Report.objects.exists()


def test_a_notice_of_child_abuse_may_be_nameless(send, reply, mailoutbox):
    data = {"reason": "illegal_child_abuse", "text": "L’image derrière le lien.", "good_faith": "on"}
    response = send(data, url=notice_url(reply))
    assert response.status_code == 303
    assert "Aucun e-mail n’est envoyé" in words(browser().get(response.url))
    assert not mailoutbox


def test_a_notice_sent_twice_is_one(send, reply, mailoutbox):
    for _ in range(2):
        assert send(NOTICE, url=notice_url(reply)).status_code == 303
    assert Report.objects.count() == 1
    assert len(mailoutbox) == 1


def test_a_notice_from_the_english_site_is_answered_in_english(send, reply, mailoutbox):
    send(NOTICE, url=f"/en{notice_url(reply)}")
    assert "We have received your notice" in mailoutbox[0].subject


def test_a_title_of_two_lines_stays_in_its_header(send, reply, mailoutbox, article):
    article.title = "Un titre\r\nBcc: tous@lecteurs.example"
    article.save()
    send(NOTICE, url=notice_url(reply))
    assert "\n" not in mailoutbox[0].subject
    assert mailoutbox[0].recipients() == [NOTICE["email"]]


# The doors


def test_a_report_from_elsewhere_is_confirmed_first_with_the_text_kept(reply):
    stranger = Client(enforce_csrf_checks=True)
    response = stranger.post(report_url(reply), LIGHT)
    assert response.status_code == 403
    assert "Ce signalement est-il de vous" in words(response)
    html = response.content.decode()
    assert "andouille" in html
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', html)[1]
    again = stranger.post(report_url(reply), LIGHT | {"csrfmiddlewaretoken": token})
    assert again.status_code == 303
    elsewhere = stranger.post(report_url(reply), LIGHT, HTTP_SEC_FETCH_SITE="cross-site")
    assert elsewhere.status_code == 403


def test_a_program_that_fills_in_every_field_is_asked_again(send):
    assert send(LIGHT | {"subject": "cheap watches"}).status_code == 403
    assert not Report.objects.exists()


def test_one_person_reports_only_so_much_in_a_short_time(say):
    reader = browser()
    for _ in range(limits.REPORTER.most):
        assert reader.post(report_url(say()), LIGHT).status_code == 303
    response = reader.post(report_url(say()), LIGHT)
    assert response.status_code == 429
    assert int(response["Retry-After"]) > 0
    assert "andouille" in response.content.decode()


@pytest.mark.parametrize("method", ["put", "patch", "delete", "options"])
def test_other_methods_are_refused_and_a_scanner_changes_nothing(reply, method):
    for url in (report_url(reply), notice_url(reply)):
        assert getattr(browser(), method)(url).status_code == 405
        assert browser().head(url).status_code == 200
    assert not Report.objects.exists()


@needs_bad_input
@pytest.mark.parametrize("name", ["names", "good"])
def test_whatever_stands_in_the_fields_is_taken_or_refused(reply, name, monkeypatch):
    monkeypatch.setattr(limits, "read", lambda subjects: limits.Rates({}))
    client = Client(**SAME_ORIGIN)
    for text in texts(name):
        for field in ("reason", "text", "name", "email"):
            response = client.post(notice_url(reply), NOTICE | {field: text})
            assert response.status_code in {303, 422}, (field, text)


@pytest.mark.parametrize("token", ["x", "a:b:c", "é", "%00", "x" * 3000])
def test_a_false_address_of_a_report_is_not_found(client, db, token):
    assert client.get(f"/-/discussions/reports/{token}/").status_code == 404


def test_a_reply_that_goes_while_it_is_reported_gives_the_text_back(reply, monkeypatch):
    seen = reports.report

    def late(*args, **kwargs):
        moderation.remove(reply)
        return seen(*args, **kwargs)

    monkeypatch.setattr(reports, "report", late)
    response = browser().post(report_url(reply), LIGHT)
    assert response.status_code == 404
    assert "andouille" in response.content.decode()
    assert not Mail.objects.exists()
