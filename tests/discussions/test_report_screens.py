"""The moderators' screens of the reports: what is open first, what the law asks for before all."""

import re

import pytest
from django.contrib.auth.models import Permission
from django.test import Client
from django.urls import reverse
from moderating import decide, said, text_of
from reporting import LIGHT, NOTICE

from discussions import moderation, reports
from discussions.models import Reply, Report

LIST = "/admin/reply-reports/"
QUERIES_OF_THE_LIST = 11
QUERIES_OF_A_REPORT = 14


@pytest.fixture
def file(receive):
    """Return a function that makes a report, by default a light one on a reply of its own."""

    def file(reply=None, *, kind="light", reason=LIGHT["reason"], **fields):
        said = {"explanation": LIGHT["text"], "language": "fr", **fields}
        reply = reply or receive(state="published")
        return Report.objects.create(reply=reply, kind=kind, reason=reason, **said)

    return file


def screen_of(report):
    return reverse("reply_reports:inspect", args=[report.reference])


def order_of(text, *words):
    return sorted(words, key=text.index) == [*words]


def test_what_is_open_stands_first_and_notices_before_all(as_moderator, file):
    light, closed = file(), file(status="dismissed")
    notice = file(kind="notice", reason=NOTICE["reason"])
    appeal = file(kind="appeal", reason="")
    screen = text_of(as_moderator.get(LIST))
    assert order_of(screen, notice.reference, appeal.reference, light.reference)
    assert closed.reference not in screen
    assert "Illicite : diffamation ou injure" in screen.replace("\xa0", " ")


def test_the_filters_and_the_search_find_what_they_say(as_moderator, file):
    light, closed = file(), file(status="dismissed")
    notice = file(kind="notice", reason=NOTICE["reason"])
    for query, found in (
        ("status=dismissed", {closed}),
        ("status=all", {light, closed, notice}),
        ("kind=notice", {notice}),
        ("reason=insults", {light}),
        (f"status=all&q={closed.reference}", {closed}),
        ("status=nonsense", {light, notice}),
    ):
        html = as_moderator.get(f"{LIST}?{query}").content.decode()
        assert set(re.findall(rf"{LIST}(S-[\w-]+)/", html)) == {report.reference for report in found}, query


def test_an_empty_list_says_so(as_moderator, db):
    assert "Aucun signalement n’est ouvert." in text_of(as_moderator.get(LIST))
    assert as_moderator.get(f"{LIST}?q=rien").status_code == 200


def test_the_screen_of_a_report_shows_all_that_is_needed_to_decide(as_moderator, file, receive):
    reply = receive("Nadia a volé la caisse.", name="Loïc", state="published")
    report = file(reply, kind="notice", reason=NOTICE["reason"], explanation=NOTICE["text"])
    file(reply, explanation="Un autre l’a vu aussi.")
    screen = text_of(as_moderator.get(screen_of(report)))
    for part in (
        report.reference,
        NOTICE["text"],
        "Nadia a volé la caisse.",
        "Un autre l’a vu aussi.",
        "2 signalements ouverts",
        "Laisser en l’état",
        "Retirer",
        "La formule d’usage pour chaque motif",
    ):
        assert part in screen


def test_who_gave_a_notice_is_known_with_one_permission_only(as_moderator, moderator, file):
    report = file(kind="notice", name=NOTICE["name"], email=NOTICE["email"])
    for part in (NOTICE["name"], NOTICE["email"]):
        assert part not in as_moderator.get(screen_of(report)).content.decode()
    moderator.user_permissions.add(Permission.objects.get(codename="view_reply_email"))
    for part in (NOTICE["name"], NOTICE["email"]):
        assert part in as_moderator.get(screen_of(report)).content.decode()


def test_a_decision_leads_back_to_the_reports_and_shows_who_took_it(as_moderator, file, receive):
    reply = receive(state="published")
    report = file(reply)
    html = as_moderator.get(screen_of(report)).content.decode()
    assert f'name="next" value="{LIST}"' in html
    response = decide(as_moderator, reply, "keep", seen_report=report.pk, answer="Rien à redire.", next=LIST)
    assert response["Location"] == LIST
    assert "reste en l’état" in said(response)
    screen = text_of(as_moderator.get(screen_of(report)))
    for part in ("Écarté", "Camille", "Rien à redire."):
        assert part in screen
    assert "Laisser en l’état" not in screen


def test_the_second_moderator_is_told_who_was_faster(client, new_moderator, file, receive):
    reply = receive(state="published")
    report = file(reply)
    client.force_login(new_moderator("camille", first_name="Camille"))
    decide(client, reply, "keep", seen_report=report.pk)
    client.force_login(new_moderator("samir", first_name="Samir"))
    response = decide(client, reply, "keep", seen_report=report.pk)
    for part in ("Rien n’a été changé", "Camille", "écarté"):
        assert part in said(response)


def opened(client, reply):
    """Return what the form of a reply's screen sends besides words, as it was when it was opened."""
    form = client.get(reverse("replies:inspect", args=[reply.public_id])).context["form"]
    return {field.name: field.value() for field in form.hidden_fields()}


@pytest.mark.parametrize("act", ["remove", "spam"])
def test_nobody_overrules_a_colleague_who_kept_the_reply_without_being_told(
    client, new_moderator, file, receive, act
):
    reply = receive(state="published")
    first, second = file(reply), file(reply)
    client.force_login(new_moderator("samir", first_name="Samir"))
    seen = opened(client, reply)
    client.force_login(new_moderator("camille", first_name="Camille"))
    # Who looked before the second report came.
    decide(client, reply, "keep", seen_report=first.pk)
    client.force_login(new_moderator("nour", first_name="Nour"))
    response = decide(client, reply, act, **seen)
    for part in ("Rien n’a été changé", "Camille", "écarté"):
        assert part in said(response)
    second.refresh_from_db()
    assert (Reply.objects.get().state, second.status) == ("published", "open")
    assert decide(client, reply, act, **opened(client, reply)).status_code == 302
    second.refresh_from_db()
    assert (Reply.objects.get().state == "published", second.status) == (False, "upheld")


def test_the_row_of_a_reported_reply_tells_of_a_colleague_too(client, new_moderator, file, receive):
    reply = receive(state="published")
    reports.report(reply, subject="x", reason="insults", text="Elle traite Zoé.", language="fr")
    client.force_login(new_moderator("samir", first_name="Samir"))
    row = client.get("/admin/replies/").content.decode().split('<form method="post"', 1)[1]
    seen = dict(re.findall(r'name="(seen\w*)" value="([^"]*)"', row.split("</form>")[0]))
    reports.keep(reply, actor=new_moderator("camille", first_name="Camille"), seen=Report.objects.get().pk)
    response = decide(client, reply, "remove", **seen)
    assert "Camille a répondu entre-temps aux signalements" in said(response)
    assert Reply.objects.get().state == "published"


def test_what_was_answered_before_the_screen_was_opened_hinders_no_decision(as_moderator, file, receive):
    reply = receive(state="published")
    old = file(reply)
    decide(as_moderator, reply, "keep", seen_report=old.pk)
    file(reply)
    decide(as_moderator, reply, "remove", **opened(as_moderator, reply))
    assert Reply.objects.get().state == "removed"
    old.refresh_from_db()
    assert old.status == "dismissed"


def test_a_change_of_state_is_named_before_the_answer_to_the_reports(client, new_moderator, file, receive):
    reply = receive(state="published")
    file(reply)
    client.force_login(new_moderator("samir", first_name="Samir"))
    seen = opened(client, reply)
    moderation.remove(Reply.objects.get(), actor=new_moderator("camille", first_name="Camille"))
    assert "Camille a décidé entre-temps (retirée" in said(decide(client, reply, "remove", **seen))


def test_the_history_of_a_reply_names_who_left_it_as_it_is(as_moderator, new_moderator, file, receive):
    reply = receive(state="published")
    file(reply)
    last = file(reply)
    said = {"answer": "Rien à redire.", "note": "Vu avec Loïc."}
    reports.keep(reply, actor=new_moderator("samir", first_name="Samir"), seen=last.pk, **said)
    decide(as_moderator, reply, "remove")
    screen = text_of(as_moderator.get(reverse("replies:inspect", args=[reply.public_id])))
    history = screen[screen.index("Historique des décisions") :]
    assert order_of(
        history, "publiée", "Samir", "Laisser en l’état", "2 signalements", "Rien à redire.", "Camille"
    )
    assert "Vu avec Loïc." in history
    assert history.count("Laisser en l’état") == 1


def test_to_keep_what_nobody_has_reported_changes_nothing(as_moderator, receive):
    reply = receive(state="published")
    assert "pas de signalement ouvert" in said(decide(as_moderator, reply, "keep"))
    assert reply.decisions.count() == 1


def test_the_reply_shows_its_reports_and_the_queue_brings_it(as_moderator, file, receive):
    reply = receive("Nadia a volé la caisse.", state="published")
    report = file(reply)
    screen = text_of(as_moderator.get(reverse("replies:inspect", args=[reply.public_id])))
    assert report.reference in screen
    assert LIGHT["text"] in screen


@pytest.mark.parametrize("reference", ["S-2026-AAAA-AAAA", "x"])
def test_unknown_reports_are_not_found_and_only_moderators_see_any(
    as_moderator, file, reference, django_user_model
):
    report = file()
    assert as_moderator.get(f"{LIST}{reference}/").status_code == 404
    editor = django_user_model.objects.create_user("lea", "lea@exemple.fr", "secret")
    editor.user_permissions.add(Permission.objects.get(codename="access_admin"))
    other = Client()
    other.force_login(editor)
    for url in (LIST, f"{LIST}results/", screen_of(report)):
        assert other.get(url).status_code == 302
        assert Client().get(url).status_code == 302


def test_a_broken_decision_changes_nothing(as_moderator, receive, file):
    reply = receive(state="published")
    report = file(reply)
    for data in (
        {"reason": "inconnu"},
        {"statement": "x" * 3000},
        {"seen_report": "x"},
        {"answer": "\ufdd0"},
    ):
        response = decide(as_moderator, reply, "remove", **data)
        assert response.status_code == 422
    report.refresh_from_db()
    assert report.is_open


def test_the_screens_cost_few_queries(as_moderator, file, receive, django_assert_num_queries):
    reply = receive(state="published")
    reports = [file(reply) for _ in range(2)]
    as_moderator.get(LIST)
    with django_assert_num_queries(QUERIES_OF_THE_LIST):
        as_moderator.get(LIST)
    with django_assert_num_queries(QUERIES_OF_A_REPORT):
        as_moderator.get(screen_of(reports[0]))
