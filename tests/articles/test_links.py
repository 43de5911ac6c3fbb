"""Links to pages inside paragraphs: right in each language, and few queries for all of them."""

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.translation import override
from wagtail.models import Page, ReferenceIndex
from wagtail.rich_text import expand_db_html

from articles.links import SEPARATOR
from articles.models import ArticlePage


def link(page):
    return f'<a linktype="page" id="{page.pk}">{page.title}</a>'


def linking(article_index, targets):
    body = [("paragraph", f"<p>Lire {link(target)}.</p>") for target in targets]
    return article_index.add_child(instance=ArticlePage(title="Liens", slug="liens", body=body))


def addresses(client, page):
    body = BeautifulSoup(client.get(page.url).content, "html.parser").select_one("[data-body]")
    return [anchor.get("href") for anchor in body.select("a")]


def test_link_leads_to_the_page(client, article, article_index):
    assert addresses(client, linking(article_index, [article])) == [article.url]


def test_link_to_a_page_that_is_gone_stands_without_an_address(client, article, article_index):
    page = linking(article_index, [article])
    article.delete()
    assert addresses(client, page) == [None]


def test_number_of_links_does_not_change_the_number_of_queries(client, article, article_index, home_page):
    few, many = [article], [article, article_index, home_page, article, article_index]
    counts = []
    for targets in (few, many):
        page = linking(article_index, targets)
        client.get(page.url)
        with CaptureQueriesContext(connection) as seen:
            client.get(page.url)
        counts.append(len(seen))
        page.delete()
    assert counts[0] == counts[1]


def test_separator_in_a_text_changes_nothing_but_the_number_of_queries(client, article, article_index):
    page = linking(article_index, [article])
    page.body.append(("paragraph", f"<p>Un{SEPARATOR}deux</p>"))
    page.save()
    assert addresses(client, page) == [article.url]


@pytest.mark.parametrize("identifier", ["", "abc", "-1", "999999999"])
def test_odd_identifier_is_no_error(db, identifier):
    assert expand_db_html(f'<a linktype="page" id="{identifier}">Ici</a>') == "<a>Ici</a>"


def test_english_page_links_to_the_english_version(home_page, article_index, english):
    home = home_page.copy_for_translation(english)
    home.save_revision().publish()
    translated = article_index.copy_for_translation(english)
    translated.save_revision().publish()
    with override("en"):
        assert f'href="{Page.objects.get(pk=translated.pk).url}"' in expand_db_html(link(article_index))
    with override("fr"):
        assert f'href="{article_index.url}"' in expand_db_html(link(translated))


def test_reference_index_still_knows_the_links(article, article_index):
    page = linking(article_index, [article])
    ReferenceIndex.create_or_update_for_object(page)
    assert ReferenceIndex.get_references_to(article).count() == 1


def test_wagtail_s_own_editor_still_opens(editor_client, article):
    assert editor_client.get(reverse("wagtailadmin_pages:edit", args=[article.pk])).status_code == 200
