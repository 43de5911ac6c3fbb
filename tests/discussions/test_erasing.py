"""Exported and erased through the administration: all of a person, shown before, and nothing is left."""

import json
import logging
import uuid

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from moderating import decide, said, text_of
from wagtail.models import ModelLogEntry

from discussions import limits, links, moderation, personal
from discussions.models import Mail, Participant, Reply, Report, Sanction, Trace

ADDRESS, IP = "marqueur@adresse.example", "203.0.113.77"
WORDS = {
    "name": "Marquenom",
    "email": ADDRESS,
    "website": "https://marquesite.example",
    "text": "J’accuse le marquetexte.",
}
MARKS = [
    "marquenom",
    "marqueur",
    "marquesite",
    "marquetexte",
    "marqueancien",
    "marquenote",
    "marquemotif",
    IP,
]


@pytest.fixture
def post(article):
    def post(client, **changed):
        url = reverse("discussions:reply", args=[article.pk])
        headers = {"HTTP_SEC_FETCH_SITE": "same-origin", "REMOTE_ADDR": IP}
        return client.post(url, WORDS | changed, **headers)

    return post


@pytest.fixture
def person(post):
    """Somebody who has confirmed the address and wrote two replies; one was edited."""
    browser = Client()
    post(browser, text="Le marqueancien texte.")
    secret = links.issue(ADDRESS)
    receipt = browser.post(reverse("discussions:confirm", args=[secret, Reply.objects.get().public_id])).url
    browser.post(f"{receipt.partition('?')[0]}edit/", {"text": WORDS["text"]})
    Participant.objects.update(trust="new")
    post(browser, text="Encore un marquetexte.")
    return Participant.objects.get()


def address_of(name, person):
    return reverse(f"participants:{name}", args=[person.pk])


def whole_database():
    """Yield (table, row) of everything there is, in lower case."""
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            for row in cursor.fetchall():
                yield table, repr(row).lower()


def whole_cache():
    return repr([*cache._cache.values(), *limits.MEMORY._cache.values()]).lower()


def marks_in(text):
    return [mark for mark in MARKS if mark in text]


def test_nothing_of_an_erased_person_is_left_anywhere(as_data_officer, moderator, article, person, caplog):
    caplog.set_level(logging.DEBUG)
    decide(as_data_officer, Reply.objects.earliest("pk"), "publish", note="Marquenote de la décision.")
    as_data_officer.post(address_of("note", person), {"text": "Marquenote."})
    as_data_officer.post(address_of("trust", person), {"trust": "trusted"})
    told = {"reason": "insult", "statement": "Marquemotif.", "note": "Marquenote.", "act": "spam"}
    seen = timezone.now().timestamp()
    url = reverse("participants:sanction", args=["watched"])
    as_data_officer.post(url, told | {"days": "7", "id": person.pk, "seen": seen})
    as_data_officer.get("/admin/replies/?state=all&q=marquetexte")
    Client().get(article.url)
    assert {mark for _, row in whole_database() for mark in marks_in(row)} == {*MARKS} - {IP}
    assert Trace.objects.exists()

    response = as_data_officer.post(address_of("erase", person), {"whole": "yes", "sure": "yes"})
    assert "2 réponses" in said(response)
    assert [(table, marks_in(row)) for table, row in whole_database() if marks_in(row)] == []
    assert marks_in(whole_cache()) == []
    assert marks_in(caplog.text.lower()) == []
    for url in (
        article.url,
        reverse("discussions:feed", args=[article.pk]),
        reverse("discussions:site_feed"),
    ):
        assert marks_in(Client().get(url).content.decode().lower()) == []
    assert not Trace.objects.exists()
    assert not Sanction.objects.exists()


def test_the_log_says_who_erased_and_nothing_about_whom(as_data_officer, moderator, person):
    as_data_officer.post(address_of("erase", person), {"sure": "yes"})
    entry = ModelLogEntry.objects.get(action="discussions.erased")
    assert (entry.user, entry.label) == (moderator, f"#{person.pk}")
    erased = Reply.objects.first().decisions.last()
    assert (erased.actor, erased.to_state, erased.reason) == (moderator, "erased", "erasure")


def test_what_would_be_erased_is_shown_first(as_data_officer, person):
    screen = text_of(as_data_officer.get(address_of("erase", person)))
    assert "Marquenom" in screen
    assert "1 participant avec nom, adresse, notes et sanctions" in screen
    assert "En attente : 2" in screen
    assert Reply.objects.exclude(state="erased").count() == 2


def test_without_the_tick_nothing_is_erased(as_data_officer, person):
    response = as_data_officer.post(address_of("erase", person), {"whole": "yes"})
    assert "cochez d’abord la case" in said(response)
    assert Participant.objects.filter(pk=person.pk).exists()


def test_of_an_unproven_address_only_the_one_is_erased_unless_asked(as_data_officer, person, post):
    post(Client(), name="Inconnu", text="D’un inconnu.")
    stranger = Participant.objects.get(name="Inconnu")
    screen = text_of(as_data_officer.get(address_of("erase", stranger)))
    assert "Marquenom" not in screen
    assert "Aussi tout le reste" in screen
    assert "2 participants" in text_of(as_data_officer.get(address_of("erase", stranger), {"whole": "yes"}))
    as_data_officer.post(address_of("erase", stranger), {"whole": "no", "sure": "yes"})
    assert [*Participant.objects.all()] == [person]
    assert Reply.objects.exclude(state="erased").count() == 2
    assert links.find_person(links.find(links.issue(ADDRESS))) == person


def test_what_was_reported_without_a_name_goes_as_long_as_it_can_be_told_whose_it_is(person):
    reply, secret = Reply(discussion=Reply.objects.first().discussion, name="Zoé"), links.issue(ADDRESS)
    moderation.receive(reply, "published", rule="import")
    browser = Client(HTTP_SEC_FETCH_SITE="same-origin")
    browser.cookies["reader"] = secret
    report_url = reverse("discussions:report", args=[reply.public_id])
    browser.post(report_url, {"reason": "insults", "text": "Le marquetexte."})
    Client(HTTP_SEC_FETCH_SITE="same-origin").post(report_url, {"reason": "insults", "text": "Et moi."})
    taken = Client().get(reverse("discussions:export", args=[secret])).json()
    assert [one["explanation"] for one in taken["reports"]] == ["Le marquetexte."]
    Client().post(reverse("discussions:erase", args=[secret]))
    assert [*Report.objects.order_by("pk").values_list("explanation", flat=True)] == ["", "Et moi."]


def test_the_export_tells_nothing_of_who_follows_a_persons_replies(person, as_data_officer):
    reply = Reply.objects.filter(state="published").first() or Reply.objects.first()
    Mail.objects.create(kind="news", email="noe@lecteurs.example", language="fr", reply=reply)
    kept = json.loads(as_data_officer.get(address_of("export", person)).content)
    assert "news" not in {mail["kind"] for mail in kept["mails"]}


def test_the_export_costs_few_queries_however_many_they_wrote(person, django_assert_max_num_queries):
    discussion = Reply.objects.first().discussion
    for number in range(20):
        reply = Reply(discussion=discussion, participant=person, name=person.name, text=f"Le {number}e mot.")
        moderation.receive(reply, "published", rule="import")
    with django_assert_max_num_queries(20):
        personal.export(personal.person_of(links.find(links.issue(ADDRESS))))


def test_what_is_decided_while_it_is_erased_is_erased(person, monkeypatch):
    """A moderator is faster by a moment: before the rows are locked, after they were first counted."""
    reply = Reply.objects.order_by("pk").last()
    lock = moderation.lock

    def decide_first(pk):
        monkeypatch.setattr(moderation, "lock", lock)
        moderation.mark_spam(Reply.objects.get(pk=reply.pk), rule="gate")
        return lock(pk)

    monkeypatch.setattr(moderation, "lock", decide_first)
    personal.erase(personal.person_of(links.find(links.issue(ADDRESS))))
    assert {*Reply.objects.values_list("state", flat=True)} == {"erased"}


def test_export_holds_all_that_is_kept(as_data_officer, person):
    as_data_officer.post(address_of("note", person), {"text": "Marquenote."})
    Sanction.objects.create(
        participant=person, kind="watched", reason="other", statement="Marquemotif.", batch=uuid.uuid4()
    )
    response = as_data_officer.get(address_of("export", person))
    assert response["Content-Disposition"].startswith("attachment;")
    kept = json.loads(response.content)
    (who,) = kept["participants"]
    assert (who["email"], who["notes"][0]["text"]) == (ADDRESS, "Marquenote.")
    assert who["sanctions"][0]["statement"] == "Marquemotif."
    assert len(kept["replies"]) == 2
    assert kept["replies"][-1]["earlier_texts"][0]["text"] == "Le marqueancien texte."
    assert kept["replies"][0]["network_address_sealed"]
    assert IP not in response.content.decode()
    assert "Camille" not in response.content.decode()


def test_the_person_takes_the_same_along(person):
    person.notes.create(text="Marquenote.")
    secret = links.issue(ADDRESS)
    kept = json.loads(Client().get(reverse("discussions:export", args=[secret])).content)
    assert kept["participants"][0]["notes"][0]["text"] == "Marquenote."


@pytest.mark.parametrize("name", ["export", "erase"])
def test_only_those_who_may_read_addresses_export_and_erase(as_moderator, person, name):
    assert as_moderator.get(address_of(name, person)).status_code == 302
    as_moderator.post(address_of(name, person), {"sure": "yes"})
    assert Participant.objects.filter(pk=person.pk).exists()
    assert "Tout effacer" not in text_of(as_moderator.get(address_of("inspect", person)))


def test_an_account_is_erased_as_a_participant_and_stays_an_account(
    as_data_officer, say, django_user_model, article
):
    user = django_user_model.objects.create_user("leo", "leo@exemple.fr", "secret")
    leo = Participant.objects.create(kind="account", user=user, name="Léo", email=user.email)
    say("De Léo.", participant=leo)
    as_data_officer.post(address_of("erase", leo), {"sure": "yes"})
    assert not Participant.objects.exists()
    assert django_user_model.objects.filter(username="leo").exists()
