"""The list of articles: newest first, a page at a time, few queries."""

import pytest
from bs4 import BeautifulSoup
from django.utils import timezone
from wagtail.models import PageViewRestriction

from articles.listing import ARTICLES_PER_PAGE
from articles.models import ArticlePage

LIST_QUERIES = 16


@pytest.fixture
def many(article_index):
    """45 short articles, the last the newest: three pages."""
    now = timezone.now()
    for number in range(1, 46):
        date = now - timezone.timedelta(days=100 - number)
        page = ArticlePage(title=f"Nº {number}", slug=f"n-{number}", published_at=date, body=[])
        article_index.add_child(instance=page)


def read(client, address):
    response = client.get(address)
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser")


def titles(page):
    return [heading.get_text(strip=True) for heading in page.select(".card h2")]


def test_newest_article_stands_first(client, article_index, many):
    assert titles(read(client, article_index.url)) == [f"Nº {number}" for number in range(45, 25, -1)]


def test_pages_hold_every_article_once(client, article_index, many):
    found = [
        title for number in (1, 2, 3) for title in titles(read(client, f"{article_index.url}?page={number}"))
    ]
    assert found == [f"Nº {number}" for number in range(45, 0, -1)]


def test_pages_are_linked_both_ways(client, article_index, many):
    middle = read(client, f"{article_index.url}?page=2").select_one("nav.pagination")
    assert middle.select_one("[rel=prev]")["href"] == article_index.url
    assert middle.select_one("[rel=next]")["href"] == "?page=3"
    assert "Page 2 sur 3" in middle.text


@pytest.mark.parametrize(
    ("asked", "given"),
    [
        ("", 45),
        ("0", 5),
        ("-1", 5),
        ("99", 5),
        ("abc", 45),
        ("1e9", 45),
        ("2%00", 45),
        ("²", 45),
        ("9" * 500, 5),
    ],
)
def test_silly_page_numbers_give_the_nearest_page(client, article_index, many, asked, given):
    assert titles(read(client, f"{article_index.url}?page={asked}"))[0] == f"Nº {given}"


def test_each_page_has_its_own_canonical_address(client, article_index, many):
    first, second = (read(client, f"{article_index.url}{query}") for query in ("?page=1&x=y", "?page=2"))
    assert first.select_one("[rel=canonical]")["href"] == article_index.full_url
    assert second.select_one("[rel=canonical]")["href"] == f"{article_index.full_url}?page=2"


def test_short_list_has_no_pagination(client, article, article_index):
    assert not read(client, article_index.url).select("nav.pagination")


def test_empty_list_says_so(client, article_index):
    assert "Aucun article n’a encore été publié ici." in read(client, article_index.url).main.text


def test_drafts_and_private_articles_are_not_listed(client, article, article_index):
    article_index.add_child(instance=ArticlePage(title="Brouillon", slug="brouillon", live=False))
    private = article_index.add_child(instance=ArticlePage(title="Privé", slug="prive"))
    PageViewRestriction.objects.create(page=private, restriction_type=PageViewRestriction.LOGIN)
    assert titles(read(client, article_index.url)) == [article.title]


def test_card_tells_who_when_and_what(client, publish, article_index):
    publish(1)
    card = read(client, article_index.url).select_one(".card").get_text(" ", strip=True)
    assert card.startswith("Société L’article nº 1 Un chapô. Par Élodie et Loïc")


def test_twenty_articles_with_everything_cost_no_more_than_one(
    client, publish, article_index, django_assert_num_queries
):
    for number in range(ARTICLES_PER_PAGE):
        publish(number)
    read(client, article_index.url)
    with django_assert_num_queries(LIST_QUERIES):
        assert len(titles(read(client, article_index.url))) == ARTICLES_PER_PAGE


def test_list_is_the_same_for_every_reader(client, article, article_index):
    answers = [client.get(article_index.url, headers={"accept-language": code}) for code in ("fr", "en")]
    assert answers[0].content == answers[1].content
    assert not answers[0].cookies
    assert "Vary" not in answers[0].headers or "Cookie" not in answers[0].headers["Vary"]
