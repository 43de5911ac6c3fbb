"""The queue as a moderator meets it: what waits, what is shown of it, and one click for each decision."""

import datetime
import html
import re

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse
from django.utils import timezone

from discussions import moderation
from discussions.models import Decision, Discussion, Reply

QUEUE = "/admin/replies/"
QUERIES_OF_THE_QUEUE = 30
QUERIES_OF_A_REPLY = 30


def text_of(response):
    """Return what a person reads in the main part of a screen, on one line."""
    content = response.content.decode()
    content = re.sub(r"(?s)<(script|style|svg|template)\b.*?</\1>", " ", content)
    return html.unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", content)))


def decide(client, reply, act, *, seen=None, **data):
    url = reverse("replies:decide", args=[reply.public_id, act])
    return client.post(url, {"seen": seen or reply.state, **data})


def said(response):
    """Return the messages that the next screen will show."""
    return " ".join(str(message) for message in get_messages(response.wsgi_request))


@pytest.fixture
def pages_of_pending(receive):
    """Fifty pending replies by fifty people under two articles; the first is the oldest."""
    replies = [receive(f"Réponse numéro {n}", name=f"Lectrice {n}") for n in range(50)]
    for n, reply in enumerate(replies):
        Reply.objects.filter(pk=reply.pk).update(
            created_at=timezone.now() - datetime.timedelta(hours=100 - n)
        )
    return replies


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


def test_search_finds_words_of_the_text_and_names(as_moderator, receive):
    receive("Le marché de Noël", name="Zoé")
    receive("Autre chose", name="Loïc")
    assert "Le marché de Noël" in text_of(as_moderator.get(QUEUE, {"q": "marché"}))
    by_name = text_of(as_moderator.get(QUEUE, {"q": "Loïc"}))
    assert "Autre chose" in by_name
    assert "Le marché de Noël" not in by_name


@pytest.mark.parametrize("query", ["\x00", '"', "%", "mot " * 5000, "é" * 60_000])
def test_no_search_breaks_the_queue(as_moderator, receive, query):
    receive()
    assert as_moderator.get(QUEUE, {"q": query}).status_code == 200


def test_empty_queue_says_that_nothing_waits(as_moderator):
    assert "Rien n’attend" in text_of(as_moderator.get(QUEUE))


def test_markup_of_a_reader_stays_text_in_the_queue(as_moderator, receive):
    receive("<script>alert(1)</script>", name="<b>Zoé</b>")
    content = as_moderator.get(QUEUE).content.decode()
    assert "<script>alert(1)</script>" not in content
    assert "<b>Zoé</b>" not in content


def test_queue_of_fifty_costs_few_queries(as_moderator, pages_of_pending, django_assert_max_num_queries):
    as_moderator.get(QUEUE)
    with django_assert_max_num_queries(QUERIES_OF_THE_QUEUE):
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


# Decisions


def test_published_reply_gets_its_number_and_a_link_to_its_place(as_moderator, moderator, receive):
    reply = receive()
    response = decide(as_moderator, reply, "publish", note="Bien vu")
    assert response.status_code == 302
    assert response["Location"] == QUEUE
    assert "La réponse de Claire est publiée." in said(response)
    reply.refresh_from_db()
    assert (reply.state, reply.number) == ("published", 1)
    assert f"#reponse-{reply.public_id}" in said(response)
    decision = reply.decisions.last()
    assert (decision.actor, decision.from_state, decision.to_state) == (moderator, "pending", "published")
    assert decision.note == "Bien vu"


@pytest.mark.parametrize(
    ("before", "act", "after", "sentence"),
    [
        ("pending", "reject", "rejected", "est refusée"),
        ("pending", "spam", "spam", "est classée indésirable"),
        ("published", "remove", "removed", "est retirée"),
        ("published", "spam", "spam", "est classée indésirable"),
        ("spam", "publish", "published", "est publiée"),
    ],
)
def test_each_decision_is_one_post(as_moderator, receive, before, act, after, sentence):
    reply = receive(state=before)
    response = decide(as_moderator, reply, act)
    assert Reply.objects.get().state == after
    assert sentence in said(response)
    assert reply.decisions.count() == 2


def test_removed_reply_is_restored_with_its_number(as_moderator, receive):
    reply = receive(state="published")
    decide(as_moderator, reply, "remove")
    reply.refresh_from_db()
    assert "Rétablir" in text_of(as_moderator.get(reverse("replies:inspect", args=[reply.public_id])))
    decide(as_moderator, reply, "publish")
    reply.refresh_from_db()
    assert (reply.state, reply.number) == ("published", 1)


def test_only_possible_decisions_are_offered(as_moderator, receive):
    reply = receive()
    url = reverse("replies:inspect", args=[reply.public_id])
    offered = set(re.findall(rf"{url}(\w+)/", as_moderator.get(url).content.decode()))
    assert offered == {"publish", "reject", "spam"}
    decide(as_moderator, reply, "publish")
    offered = set(re.findall(rf"{url}(\w+)/", as_moderator.get(url).content.decode()))
    assert offered == {"remove", "spam"}


def test_decision_leads_back_to_the_same_filter_but_never_off_the_site(as_moderator, receive):
    here = f"{QUEUE}?q=Claire&p=1"
    assert decide(as_moderator, receive(), "publish", next=here)["Location"] == here
    assert decide(as_moderator, receive(), "publish", next="https://exemple.evil/")["Location"] == QUEUE


def test_impossible_decision_changes_nothing_and_says_so(as_moderator, receive):
    reply = receive()
    response = decide(as_moderator, reply, "remove")
    assert "Rien n’a été changé" in said(response)
    assert Reply.objects.get().state == "pending"
    assert reply.decisions.count() == 1


def test_second_moderator_is_told_who_was_faster_and_what_was_decided(client, new_moderator, receive):
    reply = receive()
    client.force_login(new_moderator("camille", first_name="Camille"))
    decide(client, reply, "reject", seen="pending")
    client.force_login(new_moderator("samir", first_name="Samir"))
    response = decide(client, reply, "publish", seen="pending")
    assert "Rien n’a été changé" in said(response)
    assert "Camille" in said(response)
    assert "refusée" in said(response)
    assert Reply.objects.get().state == "rejected"
    assert Decision.objects.count() == 2


@pytest.mark.parametrize(
    "data",
    [{}, {"seen": "inconnu"}, {"seen": "pending", "note": "x" * 3000}, {"seen": "pending", "note": "\ufdd0"}],
)
def test_broken_form_changes_nothing(as_moderator, receive, data):
    reply = receive()
    response = as_moderator.post(reverse("replies:decide", args=[reply.public_id, "publish"]), data)
    assert response.status_code == 302
    assert said(response)
    assert Reply.objects.get().state == "pending"


@pytest.mark.parametrize("act", ["publish", "reject", "spam", "remove"])
def test_a_link_decides_nothing(as_moderator, receive, act):
    reply = receive()
    url = reverse("replies:decide", args=[reply.public_id, act])
    assert as_moderator.get(url).status_code == 405
    assert as_moderator.head(url).status_code == 405
    assert Reply.objects.get().state == "pending"


def test_decision_needs_the_token_of_the_form(moderator, receive):
    from django.test import Client

    reply = receive()
    client = Client(enforce_csrf_checks=True)
    client.force_login(moderator)
    assert decide(client, reply, "publish").status_code == 403
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', client.get(QUEUE).content.decode())[1]
    assert decide(client, reply, "publish", csrfmiddlewaretoken=token).status_code == 302
    assert Reply.objects.get().state == "published"


def test_unknown_reply_and_unknown_act_are_not_found(as_moderator, receive):
    reply = receive()
    assert as_moderator.get("/admin/replies/inconnu234/").status_code == 404
    assert as_moderator.post("/admin/replies/inconnu234/publish/", {"seen": "pending"}).status_code == 404
    assert decide(as_moderator, reply, "erase").status_code == 404
    assert Reply.objects.get().state == "pending"


# The screen of one reply


def test_reply_screen_shows_text_parent_article_and_history(as_moderator, receive):
    parent = receive("Le texte du parent", name="Loïc", state="published")
    reply = receive("La réponse au parent", parent=parent)
    decide(as_moderator, reply, "reject", note="Hors sujet")
    screen = text_of(as_moderator.get(reverse("replies:inspect", args=[reply.public_id])))
    for part in ("Le texte du parent", "Loïc", "La réponse au parent", "L’été à « Évry »"):
        assert part in screen
    for part in ("l’import", "en attente", "Camille", "refusée", "Hors sujet"):
        assert part in screen


def test_reply_under_a_deleted_article_can_still_be_read_and_decided(as_moderator, receive, article):
    reply = receive()
    article.delete()
    assert "Article supprimé" in text_of(as_moderator.get(QUEUE))
    url = reverse("replies:inspect", args=[reply.public_id])
    assert "Article supprimé" in text_of(as_moderator.get(url))
    assert "est publiée" in said(decide(as_moderator, reply, "publish"))


def test_address_of_a_participant_needs_a_permission_of_its_own(as_moderator, moderator, receive):
    from django.contrib.auth.models import Permission

    url = reverse("replies:inspect", args=[receive().public_id])
    assert "claire@exemple.fr" not in as_moderator.get(url).content.decode()
    moderator.user_permissions.add(Permission.objects.get(codename="view_reply_email"))
    assert "claire@exemple.fr" in as_moderator.get(url).content.decode()


def test_reply_screen_costs_few_queries(as_moderator, receive, django_assert_max_num_queries):
    parent = receive("Le texte du parent", name="Loïc", state="published")
    url = reverse("replies:inspect", args=[receive("La réponse", parent=parent).public_id])
    as_moderator.get(url)
    with django_assert_max_num_queries(QUERIES_OF_A_REPLY):
        as_moderator.get(url)


# Opening and closing


def test_moderator_closes_and_reopens_a_discussion(as_moderator, discussion):
    response = as_moderator.post(reverse("replies:close", args=[discussion.pk]))
    assert response["Location"] == reverse("replies:discussions")
    assert "est fermée" in said(response)
    assert Discussion.objects.get().status == "closed"
    response = as_moderator.post(reverse("replies:reopen", args=[discussion.pk]))
    assert "est ouverte" in said(response)
    assert Discussion.objects.get().status == "open"


def test_closing_twice_is_logged_once_with_its_moderator(as_moderator, moderator, discussion):
    from wagtail.models import ModelLogEntry

    for _ in range(2):
        as_moderator.post(reverse("replies:close", args=[discussion.pk]))
    entry = ModelLogEntry.objects.get(action="discussions.closed")
    assert entry.user == moderator


def test_list_of_discussions_counts_published_replies(as_moderator, discussion, receive):
    receive(state="published")
    receive()
    screen = text_of(as_moderator.get(reverse("replies:discussions")))
    assert re.search(r"L’été à « Évry » : 100 % d’œufs .* 1 ", screen)
    assert "Fermer la discussion" in screen


def test_hidden_discussion_has_no_button(as_moderator, discussion):
    Discussion.objects.update(status="hidden")
    screen = text_of(as_moderator.get(reverse("replies:discussions")))
    assert "masquée" in screen
    assert "Fermer la discussion" not in screen
    as_moderator.post(reverse("replies:reopen", args=[discussion.pk]))
    assert Discussion.objects.get().status == "hidden"


def test_a_link_closes_nothing(as_moderator, discussion):
    for name in ("close", "reopen"):
        assert as_moderator.get(reverse(f"replies:{name}", args=[discussion.pk])).status_code == 405
    assert as_moderator.post(reverse("replies:close", args=[discussion.pk + 1])).status_code == 404
