"""WordPress's addresses of pages of comments lead to the discussion."""

import pytest
from wagtail.contrib.redirects.models import Redirect

from articles.models import ArticlePage

OLD = "/2011/12/23/joyeux-noël"


@pytest.fixture
def moved(article):
    Redirect.objects.create(old_path=Redirect.normalise_path(OLD), redirect_page=article, is_permanent=True)
    return article


def test_a_page_of_comments_below_an_article_leads_to_its_discussion(client, article):
    response = client.get(f"{article.url}comment-page-2/")
    assert (response.status_code, response.headers["Location"]) == (301, f"{article.url}#discussion")
    assert "public" in response.headers["Cache-Control"]


def test_below_an_old_address_one_redirect_is_enough(client, moved):
    response = client.get(f"{OLD}/comment-page-12/?replytocom=3")
    assert (response.status_code, response.headers["Location"]) == (301, f"{moved.url}#discussion")


def test_an_english_article_has_them_below_its_own_address(client, article, english):
    page = article.copy_for_translation(english, copy_parents=True)
    page.save_revision().publish()
    assert client.get(f"{page.url}comment-page-1/").headers["Location"] == f"{page.url}#discussion"
    Redirect.objects.create(old_path="/en/2011/noel", redirect_page=ArticlePage.objects.get(pk=page.pk))
    assert client.get("/en/2011/noel/comment-page-1/").headers["Location"] == f"{page.url}#discussion"


@pytest.mark.parametrize("path", ["/nulle-part", "/articles", "/articles/%00"])
def test_what_has_no_discussion_has_no_pages_of_comments(client, article, path):
    assert client.get(f"{path}/comment-page-2/").status_code == 404


def test_a_draft_has_none_either(client, moved):
    moved.unpublish()
    assert client.get(f"{OLD}/comment-page-2/").status_code == 404
