"""Addresses lead to the page they name, whatever lies between."""

import pytest
from wagtail.models import PageViewRestriction

from articles.models import ArticleIndexPage, ArticlePage
from home.models import StandardPage


@pytest.fixture
def nested(home_page):
    parent = home_page.add_child(instance=StandardPage(title="À propos", slug="a-propos"))
    return parent.add_child(instance=StandardPage(title="L’équipe", slug="equipe"))


def test_article_list_and_nested_page_are_found(client, article, article_index, nested):
    for page in (article, article_index, nested, nested.get_parent()):
        assert client.get(page.url).status_code == 200


def test_draft_is_not_found(client, article):
    article.unpublish()
    assert client.get(article.url).status_code == 404


def test_moved_page_is_found_at_its_new_address(client, article, home_page):
    before = article.url
    other = home_page.add_child(instance=ArticleIndexPage(title="Archives", slug="archives"))
    article.move(other, "last-child")
    after = ArticlePage.objects.get(pk=article.pk).url
    assert client.get(after).status_code == 200
    assert client.get(before).headers["Location"] == after


def test_page_below_an_article_is_not_found(client, article):
    assert client.get(f"{article.url}plus-loin/").status_code == 404


@pytest.mark.parametrize("restricted", ["article", "article_index", "home_page"])
def test_restriction_on_a_page_or_above_it_keeps_readers_out(client, article, request, restricted):
    page = request.getfixturevalue(restricted)
    PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)
    assert client.get(article.url).status_code == 302


def test_alias_has_the_restrictions_of_its_source(client, article, home_page):
    other = home_page.add_child(instance=ArticleIndexPage(title="Archives", slug="archives"))
    alias = article.create_alias(parent=other)
    assert client.get(alias.url).status_code == 200
    PageViewRestriction.objects.create(page=article, restriction_type=PageViewRestriction.LOGIN)
    assert client.get(alias.url).status_code == 302
