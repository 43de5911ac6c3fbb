"""An article as a reader gets it: in order, marked as promised, the same for everybody."""

import datetime
from types import SimpleNamespace

import pytest
from bs4 import BeautifulSoup
from django.utils import timezone
from django.utils.translation import override

from articles.models import ArticlePage
from articles.templatetags.articles import long_date, names

ARTICLE_QUERIES = 12
PICTURE_QUERIES = 3  # The main one, those of the body, what has been drawn of all of them.


def read(client, page):
    response = client.get(page.url)
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser")


def test_marks_of_the_contract_are_there(client, publish, every_block):
    page = read(client, publish(1, every_block))
    article = page.select_one("main > article")
    assert page.html["lang"] == "fr"
    assert page.html["dir"] == "ltr"
    assert [h1.text for h1 in page.select("h1")] == ["L’article nº 1"]
    assert len(page.select("[data-body]")) == 1
    keys = [block["data-block"] for block in article.select_one("[data-body]").find_all(recursive=False)]
    assert keys == [key for key, _ in every_block]
    assert all(key in article.select_one(f"[data-block={key}]")["class"] for key in keys)


def test_parts_stand_in_the_order_of_a_review(client, publish, every_block):
    text = read(client, publish(1, every_block)).main.get_text(" ", strip=True)
    parts = [
        "Société",
        "L’article nº 1",
        "Un chapô.",
        "Par Élodie et Loïc",
        "Du rouge.",
        "Photo Léa",
        "J’accuse",
    ]
    positions = [text.index(part) for part in parts]
    assert positions == sorted(positions)
    assert text.index("partagez-le") < text.index("0 réponse à")


def test_every_rubric_and_tag_is_named(client, publish):
    page = publish(1)
    page.tags.add("été", "œufs")
    page.save()
    about = read(client, page).select_one(".about").get_text(" ", strip=True)
    assert about.startswith("Rubriques\u00a0: Société Métiers")
    assert "Mots-clés\u00a0: été œufs" in about


def test_bare_article_shows_nothing_empty(client, article_index):
    page = article_index.add_child(instance=ArticlePage(title="Nu", slug="nu", body=[]))
    found = read(client, page)
    assert not found.select(".kicker, .standfirst, .hero, .about")


def test_hero_is_loaded_first_and_sized(client, publish):
    image = read(client, publish(1)).select_one(".hero img")
    assert image["fetchpriority"] == "high"
    assert "loading" not in image.attrs
    assert image["alt"] == "Un aplat rouge"
    assert (image["width"], image["height"]) == ("64", "40")


def test_hero_without_a_description_counts_as_decorative(client, publish):
    page = publish(1)
    page.hero_image.description = ""
    page.hero_image.save()
    assert read(client, page).select_one(".hero img")["alt"] == ""


def test_head_names_the_page_for_machines(client, publish):
    page = publish(1)
    head = read(client, page).head
    assert " ".join(head.title.text.split()) == "L’article nº 1 – Causerie"
    assert head.select_one("[rel=canonical]")["href"] == page.full_url
    assert head.select_one("[name=description]")["content"] == "Un chapô."
    assert head.select_one("[property='og:type']")["content"] == "article"
    assert head.select_one("[property='og:image']")["content"].startswith("http://localhost")


def test_two_readers_get_the_same_bytes_and_no_cookie(client, publish, every_block):
    page = publish(1, every_block)
    client.get(page.url)
    answers = [
        client.get(page.url, headers={"accept-language": language, "user-agent": agent, "cookie": cookie})
        for language, agent, cookie in [
            ("fr", "Firefox", ""),
            ("en", "curl", "other=1"),
            ("ar", "Lynx", "a=b"),
        ]
    ]
    assert len({answer.content for answer in answers}) == 1
    assert not any(answer.cookies for answer in answers)
    assert not any("cookie" in answer.headers.get("Vary", "").lower() for answer in answers)
    assert b"csrf" not in answers[0].content.lower()
    assert "public" in answers[0].headers["Cache-Control"]


def test_page_has_no_inline_script_or_style(client, publish, every_block):
    page = read(client, publish(1, every_block))
    assert not page.select("style, [style], [onclick], [onload]")
    assert all(script.has_attr("src") for script in page.select("script"))


def test_page_asks_no_third_party(client, publish, every_block):
    page = read(client, publish(1, every_block))
    asked = [
        tag.get("src") or tag.get("href") for tag in page.select("img, script, link:not([rel=canonical])")
    ]
    assert all(address.startswith("/") for address in asked)


def test_editor_sees_the_user_bar(editor_client, publish):
    page = publish(1)
    response = editor_client.get(page.url)
    assert b"wagtail-userbar" in response.content
    assert "public" not in response.headers["Cache-Control"]


def test_title_is_escaped_everywhere(client, article_index):
    title = 'Les <b>gras</b> & les "droites" d’été'
    page = article_index.add_child(instance=ArticlePage(title=title, slug="gras", introduction=title))
    found = read(client, page)
    assert found.h1.text == title
    assert found.select_one("[name=description]")["content"] == title
    assert not found.select("h1 b, .standfirst b")


def test_pictures_cost_one_query_however_many(
    client, publish, picture, every_block, django_assert_num_queries
):
    page = publish(1, every_block)
    values = [{"image": {"image": picture().pk, "alt_text": "Rouge", "decorative": False}} for _ in range(4)]
    page.body = [*page.body.get_prep_value(), *({"type": "image", "value": value} for value in values)]
    page.save()
    client.get(page.url)
    with django_assert_num_queries(ARTICLE_QUERIES + PICTURE_QUERIES):
        client.get(page.url)


def test_article_with_its_discussion_costs_what_it_cost(
    client, publish, every_block, discuss, django_assert_num_queries
):
    page = publish(1, every_block)
    page.hero_image = None
    page.save()
    discuss(page)
    assert len(read(client, page).select("[data-reply]")) == 3
    with django_assert_num_queries(ARTICLE_QUERIES + 1):
        client.get(page.url)


def test_article_discussed_in_two_languages_stays_within_fifteen_queries(
    client, publish, every_block, discuss, translate, django_assert_max_num_queries
):
    page = publish(1, every_block)
    page.hero_image = None
    page.tags.add("été")
    page.save()
    discuss(page)
    discuss(translate(page))
    versions = read(client, page).select_one(".discussion__versions").text
    assert "English\xa0: 3 réponses" in versions
    with django_assert_max_num_queries(15):
        client.get(page.url)


@pytest.mark.parametrize(
    ("day", "french", "english"),
    [
        (1, "1er mai 2026", "May 1, 2026"),
        (11, "11 mai 2026", "May 11, 2026"),
        (21, "21 mai 2026", "May 21, 2026"),
    ],
)
def test_dates_are_written_as_each_language_does(day, french, english):
    date = timezone.make_aware(datetime.datetime(2026, 5, day, 9))
    with override("fr"):
        assert long_date(date) == french
    with override("en"):
        assert long_date(date) == english


def test_date_is_the_one_of_paris(client, article):
    article.published_at = datetime.datetime(2026, 4, 30, 22, 30, tzinfo=datetime.UTC)
    article.save()
    assert read(client, article).select_one("time").text == "1er mai 2026"


def test_no_date_is_no_text():
    assert long_date(None) == ""


def signatures(*pairs):
    return [SimpleNamespace(role=role, author=SimpleNamespace(name=name)) for name, role in pairs]


@pytest.mark.parametrize(
    ("people", "written"),
    [
        ([], ""),
        ([("Élodie", "text")], "Élodie"),
        ([("Élodie", "text"), ("Loïc", "text"), ("Zoé", "photo")], "Élodie et Loïc"),
        ([("A", "text"), ("B", "text"), ("C", "text")], "A, B et C"),
    ],
)
def test_those_who_sign_are_joined_in_french(people, written):
    assert names(signatures(*people), "text") == written
