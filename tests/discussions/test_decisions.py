"""What a moderator decides on one reply or one discussion: one POST each, and never twice."""

import re

import pytest
from django.contrib.auth.models import Permission
from django.test import Client
from django.urls import reverse
from moderating import QUEUE, decide, said, text_of
from wagtail.models import ModelLogEntry

from discussions import moderation
from discussions.models import Decision, Discussion, Reply

QUERIES_OF_A_REPLY = 15


def test_published_reply_appears_on_the_article_and_removed_it_is_gone(as_moderator, receive, read):
    reply = receive("Enfin quelqu’un qui le dit !")
    assert "Enfin quelqu’un" not in read()
    decide(as_moderator, reply, "publish")
    assert f'id="{reply.anchor}"' in read()
    assert "Enfin quelqu’un" in read()
    decide(as_moderator, reply, "remove", seen="published")
    assert "Enfin quelqu’un" not in read()


def test_published_reply_gets_its_number_and_a_link_to_its_place(as_moderator, moderator, receive):
    reply = receive()
    response = decide(as_moderator, reply, "publish", note="Bien vu")
    assert response.status_code == 302
    assert response["Location"] == QUEUE
    assert "La réponse signée Claire est publiée." in said(response)
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
    offered = set(re.findall(rf"{url}(\w+)/", as_moderator.get(url).content.decode())) - {"answer"}
    assert offered == {"publish", "reject", "spam"}
    decide(as_moderator, reply, "publish")
    offered = set(re.findall(rf"{url}(\w+)/", as_moderator.get(url).content.decode())) - {"answer"}
    assert offered == {"remove", "spam", "undo"}


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


def test_what_the_slower_moderator_wrote_is_shown_again_and_can_be_sent(client, new_moderator, receive):
    reply = receive()
    moderation.publish(Reply.objects.get(), actor=new_moderator("camille", first_name="Camille"))
    client.force_login(new_moderator("samir", first_name="Samir"))
    response = decide(client, reply, "reject", seen="pending", statement="Parlez des bancs.")
    assert response.status_code == 409
    assert "Camille a décidé entre-temps" in text_of(response)
    assert "Parlez des bancs.</textarea>" in response.content.decode()
    again = {name: response.context["form"][name].value() for name in ("seen", "seen_edit", "statement")}
    assert decide(client, reply, "remove", **again).status_code == 302
    assert reply.decisions.last().statement == "Parlez des bancs."


def test_what_was_written_is_shown_also_where_nothing_is_left_to_decide(as_moderator, receive):
    reply = receive()
    moderation.withdraw(Reply.objects.get(), rule="writer")
    screen = text_of(decide(as_moderator, reply, "publish", seen="pending", note="Vu avec Loïc."))
    assert "Vu avec Loïc." in screen
    assert "Il n’y a plus rien à décider" in screen


@pytest.mark.parametrize(
    "data",
    [{}, {"seen": "inconnu"}, {"seen": "pending", "note": "x" * 3000}, {"seen": "pending", "note": "\ufdd0"}],
)
def test_broken_form_changes_nothing(as_moderator, receive, data):
    reply = receive()
    response = as_moderator.post(reverse("replies:decide", args=[reply.public_id, "publish"]), data)
    assert response.status_code == 422
    assert "messages" in response.content.decode()
    assert Reply.objects.get().state == "pending"


@pytest.mark.parametrize("act", ["publish", "reject", "spam", "remove"])
def test_a_link_decides_nothing(as_moderator, receive, act):
    reply = receive()
    url = reverse("replies:decide", args=[reply.public_id, act])
    assert as_moderator.get(url).url == reverse("replies:inspect", args=[reply.public_id])
    assert as_moderator.head(url).status_code == 302
    assert Reply.objects.get().state == "pending"


def test_decision_needs_the_token_of_the_form(moderator, receive):
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
    url = reverse("replies:inspect", args=[receive().public_id])
    assert "claire@exemple.fr" not in as_moderator.get(url).content.decode()
    moderator.user_permissions.add(Permission.objects.get(codename="view_reply_email"))
    assert "claire@exemple.fr" in as_moderator.get(url).content.decode()


def test_reply_screen_costs_few_queries(as_moderator, receive, django_assert_num_queries):
    parent = receive("Le texte du parent", name="Loïc", state="published")
    url = reverse("replies:inspect", args=[receive("La réponse", parent=parent).public_id])
    as_moderator.get(url)
    with django_assert_num_queries(QUERIES_OF_A_REPLY):
        as_moderator.get(url)


def test_website_of_a_reader_is_no_link(as_moderator, receive):
    reply = receive(website="javascript:alert(1)")
    content = as_moderator.get(reverse("replies:inspect", args=[reply.public_id])).content.decode()
    assert "javascript:alert(1)" in content
    assert 'href="javascript:' not in content


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


def test_the_discussion_of_a_deleted_article_is_named_so_wherever_it_is_closed(
    as_moderator, receive, article
):
    discussion = receive(state="published").discussion
    article.delete()
    url = reverse("replies:close", args=[discussion.pk])
    assert "«\u202fArticle supprimé\u202f» est fermée" in said(as_moderator.post(url))
    assert "Article supprimé" in text_of(as_moderator.get("/admin/replies/discussions/"))


def test_a_link_closes_nothing(as_moderator, discussion):
    for name in ("close", "reopen"):
        url = reverse(f"replies:{name}", args=[discussion.pk])
        assert as_moderator.get(url).url == "/admin/replies/discussions/"
        discussion.refresh_from_db()
        assert discussion.status == "open"
    assert as_moderator.post(reverse("replies:close", args=[discussion.pk + 1])).status_code == 404
