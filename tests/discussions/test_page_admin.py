"""Replies where editors work: in the listing of articles, and beside the editor."""

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from moderating import text_of

from articles.models import ArticlePage
from discussions import moderation
from discussions.models import Discussion


@pytest.fixture
def editor(django_user_model, home_page):
    """Somebody who edits pages and doesn't moderate."""
    user = django_user_model.objects.create_user("ines", "ines@exemple.fr", "secret")
    user.groups.add(Group.objects.get(name="Editors"))
    return user


@pytest.fixture
def both(editor):
    editor.groups.add(Group.objects.get(name="Modération"))
    return editor


def listing(page):
    return reverse("wagtailadmin_explore", args=[page.pk])


def edit(page):
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


def test_the_listing_says_how_many_replies_an_article_has_and_how_many_wait(
    client, both, article, article_index, say
):
    for state in ("published", "published", "pending"):
        say(state=state)
    client.force_login(both)
    response = client.get(listing(article_index))
    assert "Réponses" in text_of(response)
    assert "2 1 à traiter" in text_of(response).replace("\u00a0", " ")
    url = f"{reverse('replies:index')}?discussion={article.discussion.pk}"
    assert f'href="{url}"' in response.content.decode()
    waiting = text_of(client.get(url))
    assert waiting.count("Je suis d’accord.") == 1


def test_an_editor_sees_the_count_without_a_way_to_the_queue(client, editor, article_index, say):
    say(state="pending")
    client.force_login(editor)
    html = client.get(listing(article_index)).content.decode()
    assert "à traiter" in html
    assert reverse("replies:index") not in html


def test_the_listing_asks_no_more_for_many_articles(client, both, article_index, say):
    client.force_login(both)

    def queries():
        client.get(listing(article_index))
        with CaptureQueriesContext(connection) as asked:
            client.get(listing(article_index))
        return len([query for query in asked if "discussions_" in query["sql"]])

    before = queries()
    for number in range(10):
        page = article_index.add_child(instance=ArticlePage(title=f"N{number}", slug=f"n{number}", body=[]))
        say(state="pending", discussion=Discussion.objects.create(page=page, locale=page.locale))
    assert queries() == before


def test_a_search_in_the_whole_tree_still_finds_other_pages(client, both, article_index, home_page):
    client.force_login(both)
    home_page.title = "Accueil introuvable"
    home_page.save_revision().publish()
    found = client.get(listing(article_index), {"q": "introuvable", "search_all": "1"})
    assert "Accueil introuvable" in text_of(found)


def test_an_alias_shows_its_sources_count(client, both, article, article_index, say):
    say()
    article.create_alias(parent=article_index, update_slug="alias")
    client.force_login(both)
    cells = client.get(listing(article_index)).context["object_list"]
    assert [page.replies_under_it.shown for page in cells] == [1, 1]


def test_the_editor_has_a_panel_with_the_state_and_the_ways(client, both, article, say, moderator):
    say()
    say(state="pending")
    client.force_login(both)
    response = client.get(edit(article))
    html = response.content.decode()
    assert 'data-side-panel-toggle="discussion"' in html
    assert f"{article.url}#discussion" in html
    assert reverse("replies:policy", args=[article.pk]) in html
    assert f"{reverse('replies:index')}?discussion={article.discussion.pk}" in html
    assert "avant publication" in html
    moderation.close(article.discussion, actor=moderator)
    assert "La discussion est fermée" in text_of(client.get(edit(article)))


def test_an_editor_who_does_not_moderate_gets_the_count_and_no_way_to_decide(client, editor, article, say):
    say()
    client.force_login(editor)
    html = client.get(edit(article)).content.decode()
    assert 'data-side-panel-toggle="discussion"' in html
    assert reverse("replies:policy", args=[article.pk]) not in html
    assert reverse("replies:index") not in html


def test_an_article_nobody_has_answered_has_a_panel_too_and_gets_no_discussion(client, both, article):
    client.force_login(both)
    assert client.get(edit(article)).status_code == 200
    assert not Discussion.objects.exists()


def test_other_pages_have_no_such_panel(client, both, home_page):
    client.force_login(both)
    assert 'data-side-panel-toggle="discussion"' not in client.get(edit(home_page)).content.decode()


def test_the_panel_costs_few_queries(client, both, article, say):
    for _ in range(3):
        say()
    client.force_login(both)
    client.get(edit(article))
    with CaptureQueriesContext(connection) as asked:
        client.get(edit(article))
    assert len([query for query in asked if "discussions_" in query["sql"]]) <= 5
