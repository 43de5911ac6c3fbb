"""The frame: front page, menus, standing pages, and what is said when something is missing."""

import pytest
from bs4 import BeautifulSoup
from django.template.loader import render_to_string
from wagtail.models import PageViewRestriction

from articles.models import ArticlePage
from home.models import StandardPage

HOME_QUERIES = 10


def read(client, address, status=200):
    response = client.get(address)
    assert response.status_code == status
    return BeautifulSoup(response.content, "html.parser")


def menu(page):
    return [link.text for link in page.select("header nav.navigation a")]


@pytest.fixture
def standing_page(home_page):
    page = StandardPage(
        title="À propos", slug="a-propos", introduction="Qui nous sommes.", show_in_menus=True
    )
    return home_page.add_child(instance=page)


def test_front_page_leads_with_the_newest_article(client, article, article_index):
    article_index.add_child(instance=ArticlePage(title="Plus récent", slug="recent"))
    page = read(client, "/")
    assert [h1.text for h1 in page.select("h1")] == ["Causerie"]
    assert page.select_one(".lead h2").get_text(strip=True) == "Plus récent"
    assert [h3.get_text(strip=True) for h3 in page.select(".card h3")] == [article.title]


def test_empty_front_page_says_so(client, home_page):
    assert "Aucun article n’a encore été publié ici." in read(client, "/").main.text


def test_front_page_s_title_is_the_site_s_alone(client, home_page):
    assert " ".join(read(client, "/").title.text.split()) == "Causerie"


def test_menu_names_what_editors_put_there_and_marks_the_page(
    client, home_page, article_index, standing_page
):
    home_page.add_child(instance=StandardPage(title="Hors menu", slug="hors-menu"))
    home_page.add_child(
        instance=StandardPage(title="Brouillon", slug="brouillon", show_in_menus=True, live=False)
    )
    page = read(client, standing_page.url)
    assert menu(page) == ["À propos"]
    assert page.select_one("header [aria-current=page]").text == "À propos"
    assert page.select_one("header nav")["aria-label"] == "Menu principal"
    assert page.select_one("footer nav")["aria-label"] == "Pied de page"


def test_menu_hides_private_pages(client, standing_page):
    restriction = PageViewRestriction(page=standing_page, restriction_type=PageViewRestriction.LOGIN)
    restriction.save()
    assert menu(read(client, "/")) == []


def test_menu_is_the_one_of_the_language(client, home_page, standing_page, english):
    home = home_page.copy_for_translation(english)
    home.save_revision().publish()
    about = standing_page.copy_for_translation(english)
    about.title, about.show_in_menus = "About", True
    about.save_revision().publish()
    assert menu(read(client, "/")) == ["À propos"]
    assert menu(read(client, home.url)) == ["About"]
    assert read(client, home.url).html["lang"] == "en"


def test_site_without_menu_shows_none(client, home_page):
    assert not read(client, "/").select("nav.navigation")


def test_skip_link_leads_to_the_content(client, home_page):
    page = read(client, "/")
    assert page.body.find("a")["href"] == "#main"
    assert page.select_one("main#main") is not None


def test_front_page_costs_what_it_cost(client, article_index, django_assert_num_queries):
    for number in range(12):
        page = ArticlePage(title=f"Nº {number}", slug=f"n-{number}", body=[])
        article_index.add_child(instance=page)
    read(client, "/")
    with django_assert_num_queries(HOME_QUERIES):
        read(client, "/")


def test_standing_page_is_read(client, standing_page):
    page = read(client, standing_page.url)
    assert page.h1.text == "À propos"
    assert "Qui nous sommes." in page.main.text


@pytest.mark.parametrize("address", ["/nulle-part/", "/articles/nulle-part/", "/é/«/"])
def test_missing_page_says_so_in_french_and_leads_home(client, home_page, address):
    page = read(client, address, status=404)
    assert page.html["lang"] == "fr"
    assert page.h1.text == "Cette page n’existe pas, ou n’existe plus"
    assert page.select_one("main a")["href"] == "/"


def test_missing_english_page_says_so_in_english(client, home_page):
    page = read(client, "/en/nowhere/", status=404)
    assert page.html["lang"] == "en"
    assert page.h1.text == "This page does not exist, or no longer does"
    assert page.select_one("main a")["href"] == "/en/"


def test_missing_page_offers_the_newest_articles_of_its_language(client, article):
    assert read(client, "/nulle-part/", status=404).select_one(".links a").text == article.title
    assert not read(client, "/en/nowhere/", status=404).select(".links a")


def test_missing_page_sets_no_cookie(client, home_page):
    response = client.get("/nulle-part/")
    assert not response.cookies
    assert "Cookie" not in response.headers.get("Vary", "")


def test_page_of_a_fault_needs_nothing_and_speaks_both_languages():
    page = BeautifulSoup(render_to_string("500.html"), "html.parser")
    assert page.html["lang"] == "fr"
    assert page.h1.text == "Une erreur est survenue"
    assert page.select_one("[lang=en] h2").text == "Something went wrong"
