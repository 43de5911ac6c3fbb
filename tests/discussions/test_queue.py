"""The queue as a moderator meets it: what waits, what is shown of it, and all of it in French."""

import datetime
import re

import polib
import pytest
from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from moderating import QUEUE, decide, text_of

from discussions import moderation, reports, together, urgency
from discussions.models import Reply, Report

QUERIES_OF_THE_QUEUE = 14


@pytest.fixture
def pages_of_pending(receive):
    """Fifty pending replies by fifty people under two articles; the first is the oldest."""
    replies = [receive(f"Réponse numéro {n}", name=f"Lectrice {n}") for n in range(50)]
    for n, reply in enumerate(replies):
        at = timezone.now() - datetime.timedelta(hours=100 - n)
        Reply.objects.filter(pk=reply.pk).update(created_at=at, waiting_since=at)
    return replies


@pytest.fixture
def report_one(receive):
    """Return a function that lets a published reply be reported some minutes ago."""

    def report_one(text, *, years, minutes):
        now = timezone.now()
        written = now - datetime.timedelta(days=365 * years + 1)
        reply = receive(text, state="published", created_at=written)
        made = reports.report(reply, subject="x", reason="insults", text="Elle traite Zoé.", language="fr")
        Report.objects.filter(pk=made.pk).update(created_at=now - datetime.timedelta(minutes=minutes))
        urgency.settle([reply.pk])
        made.refresh_from_db()
        return made

    return report_one


# What the queue shows


def test_moderator_finds_a_pending_reply_in_the_queue(as_moderator, receive):
    receive("On dit : « L’été à 100 % » !", name="Zoé")
    screen = text_of(as_moderator.get(QUEUE))
    assert "On dit : « L’été à 100 % » !" in screen
    assert "Zoé" in screen
    assert "L’été à « Évry » : 100 % d’œufs" in screen


def test_queue_shows_what_waits_and_nothing_else_unless_asked(as_moderator, receive):
    receive("Encore là")
    receive("Déjà en ligne", state="published")
    assert "Déjà en ligne" not in text_of(as_moderator.get(QUEUE))
    assert "Encore là" not in text_of(as_moderator.get(QUEUE, {"state": "published"}))
    everything = text_of(as_moderator.get(QUEUE, {"state": "all"}))
    assert "Encore là" in everything
    assert "Déjà en ligne" in everything


def test_an_unknown_state_in_the_address_shows_the_queue(as_moderator, receive):
    receive("Encore là")
    receive("Déjà en ligne", state="published")
    screen = text_of(as_moderator.get(QUEUE, {"state": "n’importe quoi"}))
    assert "Encore là" in screen
    assert "Déjà en ligne" not in screen


def test_oldest_reply_comes_first(as_moderator, pages_of_pending):
    screen = text_of(as_moderator.get(QUEUE))
    assert screen.index("Réponse numéro 0") < screen.index("Réponse numéro 1 ")
    assert "Réponse numéro 49" not in screen
    assert "Réponse numéro 49" in text_of(as_moderator.get(QUEUE, {"p": 2}))


def test_what_the_filter_holds_comes_after_what_only_waits_its_turn(as_moderator, receive):
    suspicious = receive("Gagnez vite")
    moderation.publish(suspicious, rule="gate")
    moderation.hold(suspicious, rule="gate", reason="detectors")
    receive("Plus récente, mais sans soupçon")
    screen = text_of(as_moderator.get(QUEUE))
    assert screen.index("Plus récente") < screen.index("Gagnez vite")


def test_of_reported_replies_that_which_was_reported_first_comes_first(as_moderator, report_one):
    report_one("Écrite il y a trois ans", years=3, minutes=1)
    report_one("Écrite hier", years=0, minutes=240)
    screen = text_of(as_moderator.get(QUEUE))
    assert screen.index("Écrite hier") < screen.index("Écrite il y a trois ans")
    assert [reply.text for reply in Reply.objects.waiting()] == ["Écrite hier", "Écrite il y a trois ans"]


def test_the_oldest_on_the_dashboard_is_what_has_waited_longest(as_moderator, report_one):
    report_one("Écrite il y a trois ans", years=3, minutes=62)
    assert "la plus ancienne depuis 1 heure, 2 minutes" in text_of(as_moderator.get("/admin/"))


def test_a_reply_waits_since_it_began_to(receive, moderator):
    reply = receive()
    assert reply.waiting_since == reply.created_at
    moderation.reject(reply, actor=moderator)
    assert Reply.objects.get().waiting_since is None
    together.undo_all([reply.decisions.last().pk], actor=moderator)
    assert Reply.objects.get().waiting_since == reply.created_at
    moderation.publish(Reply.objects.get(), actor=moderator)
    began = timezone.now()
    moderation.hold(Reply.objects.get(), rule="gate")
    assert Reply.objects.get().waiting_since >= began


def test_what_is_held_and_was_reported_waits_since_the_report(report_one):
    reported = report_one("Écrite hier", years=0, minutes=240)
    moderation.hold(Reply.objects.get(), rule="gate", reason="detectors")
    assert Reply.objects.get().waiting_since == reported.created_at


def test_search_finds_words_of_the_text_and_names(as_moderator, receive):
    receive("Le marché de Noël", name="Zoé")
    receive("Autre chose", name="Loïc")
    assert "Le marché de Noël" in text_of(as_moderator.get(QUEUE, {"q": "marché"}))
    by_name = text_of(as_moderator.get(QUEUE, {"q": "Loïc"}))
    assert "Autre chose" in by_name
    assert "Le marché de Noël" not in by_name


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("q=MARCHÉ", ["Le marché de Noël"]),
        ("q=à l’école", ["Rendez-vous À L’ÉCOLE (à 8 h)"]),
        ("q=ZOÉ", ["Le marché de Noël"]),
        ("q=(à 8 h)", ["Rendez-vous À L’ÉCOLE (à 8 h)"]),
        ("q=.*", []),
        ("article=L’ÉTÉ", ["Le marché de Noël", "Rendez-vous À L’ÉCOLE (à 8 h)"]),
        ("article=hiver", []),
    ],
)
def test_searches_mind_no_case_of_accented_letters_either(as_moderator, receive, query, found):
    receive("Le marché de Noël", name="Zoé")
    receive("Rendez-vous À L’ÉCOLE (à 8 h)", name="Loïc")
    listed = as_moderator.get(f"{QUEUE}?{query}").context["object_list"]
    assert [reply.text for reply in listed] == found


@pytest.mark.parametrize("query", ["\x00", '"', "%", "mot " * 5000, "é" * 60_000])
def test_no_search_breaks_the_queue(as_moderator, receive, query):
    receive()
    assert as_moderator.get(QUEUE, {"q": query}).status_code == 200


def test_empty_queue_says_that_nothing_waits(as_moderator):
    assert "Rien n’attend" in text_of(as_moderator.get(QUEUE))
    assert "Aucune réponse ne correspond" in text_of(as_moderator.get(QUEUE, {"q": "introuvable"}))


def test_markup_of_a_reader_stays_text_in_the_queue(as_moderator, receive):
    receive("<script>alert(1)</script>", name="<b>Zoé</b>")
    content = as_moderator.get(QUEUE).content.decode()
    assert "<script>alert(1)</script>" not in content
    assert "<b>Zoé</b>" not in content


def test_queue_of_fifty_costs_few_queries(as_moderator, pages_of_pending, django_assert_num_queries):
    as_moderator.get(QUEUE)
    with django_assert_num_queries(QUERIES_OF_THE_QUEUE):
        as_moderator.get(QUEUE)


def test_placeholder_is_nobodys_to_decide(as_moderator, discussion):
    placeholder = Reply(discussion=discussion, kind="placeholder", language="fr")
    moderation.receive(placeholder, Reply.State.PUBLISHED, rule="import")
    assert as_moderator.get(reverse("replies:inspect", args=[placeholder.public_id])).status_code == 404
    assert decide(as_moderator, placeholder, "remove").status_code == 404


def test_menu_shows_the_true_number_of_pending_replies(as_moderator, receive):
    for n in range(3):
        receive(f"Réponse {n}")
    receive("Déjà en ligne", state="published")
    assert '"data-waiting": "3"' in as_moderator.get("/admin/").content.decode().replace("&quot;", '"')


def test_menu_without_pending_replies_has_no_badge(as_moderator, discussion):
    assert "data-waiting" not in as_moderator.get("/admin/").content.decode()


def test_dashboard_tells_how_many_replies_wait(as_moderator, receive):
    assert "Rien n’attend" in text_of(as_moderator.get("/admin/"))
    receive()
    assert "1 réponse attend une décision" in text_of(as_moderator.get("/admin/"))
    receive()
    assert "2 réponses attendent une décision" in text_of(as_moderator.get("/admin/"))


# Words


def our_words():
    """Return our msgids that French says otherwise; those with a placeholder never stand as they are."""
    catalogue = polib.pofile(settings.LOCALE_PATHS[0] / "fr/LC_MESSAGES/django.po")
    for entry in catalogue:
        ours = any("discussions" in path for path, _line in entry.occurrences)
        if ours and "%" not in entry.msgid and entry.msgid.lower() != entry.msgstr.lower():
            yield entry.msgid


def test_french_screens_show_no_english_word_of_ours(as_moderator, receive, discussion):
    parent = receive("Le texte du parent", name="Loïc", state="published")
    answer = receive("La réponse", parent=parent, website="https://exemple.fr/")
    decide(as_moderator, answer, "reject")
    urls = [QUEUE, f"{QUEUE}?state=all", f"{QUEUE}?q=introuvable", reverse("replies:discussions"), "/admin/"]
    urls += [reverse("replies:inspect", args=[reply.public_id]) for reply in (parent, answer)]
    words = list(our_words())
    for url in urls:
        screen = text_of(as_moderator.get(url))
        assert [word for word in words if re.search(rf"\b{re.escape(word)}\b", screen)] == [], url
