"""French first: each language at its address, and nowhere a page that isn't in it."""

import re

import pytest
from django.urls import reverse
from wagtail.models import Page, PageViewRestriction
from wagtail.users.models import UserProfile

from articles.models import ArticlePage
from discussions import moderation
from discussions.models import Discussion, Reply
from home.languages import versions


@pytest.fixture
def pair(english_index, article):
    """The article and its live English version, written by hand."""
    article.save_revision().publish()
    translated = article.copy_for_translation(english_index.locale)
    translated.title = "Summer in Évry"
    translated.slug = "summer-in-evry"
    translated.save_revision().publish()
    return article, Page.objects.get(pk=translated.pk).specific


@pytest.fixture
def read(client):
    """Return a function that gets a page as any reader and returns its HTML."""

    def read(page):
        response = client.get(page.url)
        assert response.status_code == 200
        return response.content.decode()

    return read


def switcher(html):
    """Return what the switcher lists: (language, address) of each entry."""
    found = re.search(r'<nav class="languages".*?</nav>', html, re.DOTALL)
    return re.findall(r'href="([^"]*)"\s+lang="([^"]*)"', found[0]) if found else []


def alternates(html):
    return dict(re.findall(r'<link rel="alternate"\s+hreflang="([^"]*)"\s+href="([^"]*)"', html))


def test_each_version_lists_both_by_their_own_names_and_marks_itself(pair, read):
    french, english = pair
    for page in pair:
        html = read(page)
        assert switcher(html) == [(french.url, "fr"), (english.url, "en")]
        assert ">Français</a>" in html
        assert ">English</a>" in html
        marked = re.search(r'href="([^"]*)"[^>]*aria-current="true"', html)
        assert marked[1] == page.url


def test_alternates_are_absolute_and_the_default_is_french(pair, read):
    french, english = pair
    wanted = {"fr": french.full_url, "en": english.full_url, "x-default": french.full_url}
    assert [alternates(read(page)) for page in pair] == [wanted, wanted]


def test_page_in_one_language_lists_none(article, read):
    html = read(article)
    assert switcher(html) == []
    assert alternates(html) == {}


def shut_draft(page):
    page.unpublish()


def shut_private(page):
    PageViewRestriction.objects.create(page=page, restriction_type="login")


def shut_parent_draft(page):
    page.get_parent().specific.unpublish()


def shut_parent_private(page):
    shut_private(page.get_parent())


def shut_alias(page):
    page.alias_of = ArticlePage.objects.get(locale__language_code="fr")
    page.save()


@pytest.mark.parametrize(
    "shut", [shut_draft, shut_private, shut_parent_draft, shut_parent_private, shut_alias]
)
def test_version_that_nobody_can_open_is_not_listed(pair, read, shut):
    french, english = pair
    shut(english)
    assert switcher(read(french)) == []


def test_error_page_and_new_page_have_no_switcher(client, article):
    html = client.get("/nulle-part/").content.decode()
    assert switcher(html) == []
    assert alternates(html) == {}


def test_switcher_and_alternates_cost_two_queries(pair, rf, django_assert_num_queries):
    page = pair[0]
    request = rf.get(page.url)
    page.get_url(request)
    with django_assert_num_queries(2):
        assert len(versions(page, request)) == 2
        versions(page, request)


def test_html_lang_and_direction_follow_the_page(pair, read):
    french, english = pair
    assert '<html lang="fr" dir="ltr">' in read(french)
    assert '<html lang="en" dir="ltr">' in read(english)


def test_language_follows_the_address_alone(pair, client):
    french, english = pair
    for page, language in ((french, "fr"), (english, "en")):
        response = client.get(page.url, headers={"accept-language": "de, en;q=0.5"})
        assert response.headers["Content-Language"] == language
        assert "Accept-Language" not in response.headers.get("Vary", "")


def test_dates_and_plurals_are_in_the_language_of_the_page(pair, read):
    french, english = pair
    assert "1er mai 2026" in read(french).replace("\N{NO-BREAK SPACE}", " ")
    assert re.search(r"May 1, 2026|1 May 2026", read(english))


def test_counts_of_replies_are_in_the_language_of_the_page(pair, read):
    for page in pair:
        discussion = Discussion.objects.create(page=page, locale=page.locale)
        for number in range(2):
            reply = Reply(discussion=discussion, name="Zoé", text=f"{number}", language="fr")
            moderation.receive(reply, "published", rule="import")
    french, english = pair
    assert re.search(r"2\s+réponses", read(french))
    assert re.search(r"2\s+replies", read(english))


def test_language_without_front_page_leads_to_the_french_page(article, client):
    for address in ("/", "/articles/", article.url):
        response = client.get(f"/en{address}")
        assert (response.status_code, response.url) == (302, address)


def test_front_page_that_is_still_a_draft_leads_to_the_french_one(home_page, english, client):
    home_page.copy_for_translation(english)
    response = client.get("/en/")
    assert (response.status_code, response.url) == (302, "/")


def test_alias_that_a_submission_makes_of_an_untranslated_parent_leads_to_the_original(
    article, submit, client
):
    translation = submit(article)
    parent = translation.get_target_instance().get_parent()
    assert parent.alias_of
    client.logout()
    for address, original in ((parent.url, "/articles/"), ("/en/", "/")):
        response = client.get(address)
        assert (response.status_code, response.url) == (302, original)


def test_french_page_moved_beneath_an_english_one_is_not_served_there(pair, english_index, client):
    french, _ = pair
    french.move(Page.objects.get(pk=english_index.pk), "last-child")
    french = Page.objects.get(pk=french.pk)
    assert french.url.startswith("/en/")
    assert client.get(french.url).status_code == 404


def test_admin_greets_an_editor_in_french_whatever_the_browser_asks_for(client, editor):
    asks = {"accept-language": "en"}
    login = client.get(reverse("wagtailadmin_login"), headers=asks)
    assert '<html lang="fr"' in login.content.decode()
    assert "S'identifier" in login.content.decode()
    client.force_login(editor)
    dashboard = client.get("/admin/", headers=asks).content.decode()
    assert 'lang="fr"' in dashboard
    assert "Tableau de bord" in dashboard
    assert "Rubriques" in dashboard


def test_editor_may_choose_an_english_admin(admin, editor):
    UserProfile.objects.update_or_create(user=editor, defaults={"preferred_language": "en"})
    assert 'lang="en"' in admin.get("/admin/").content.decode()


@pytest.mark.parametrize("model", ["category", "author"])
def test_editor_lists_and_adds_rubrics_and_authors(admin, french, model):
    address = f"/admin/snippets/articles/{model}/"
    words = {"name": "Œuvres & idées", "slug": "oeuvres"}
    response = admin.post(f"{address}add/?locale=fr", words, follow=True)
    assert response.status_code == 200
    assert "Œuvres &amp; idées" in admin.get(address).content.decode()


def test_editor_group_writes_and_publishes_and_administers_nothing(admin, article_index):
    address = f"/admin/pages/add/articles/articlepage/{article_index.pk}/"
    assert admin.get(address).status_code == 200
    assert admin.get("/admin/images/add/").status_code == 200
    assert admin.get("/admin/users/").status_code == 302
    assert admin.get("/admin/sites/").status_code == 302


@pytest.mark.parametrize("language", ["fr", "en"])
def test_lists_hold_articles_of_their_own_language_only(pair, client, language):
    french, english = pair
    shown, other = (french, english) if language == "fr" else (english, french)
    html = client.get(shown.get_parent().url).content.decode()
    assert f'href="{shown.url}"' in html
    assert f'href="{other.url}"' not in html
