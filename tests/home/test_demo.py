"""`manage.py demo`: a site to try, loaded once."""

import io

import pytest
from django.apps import apps
from django.contrib.auth import authenticate, get_user_model
from django.core.management import call_command
from django.urls import reverse
from wagtail.models import Page

from accounts.backends import DEMO_PASSWORD
from articles.models import ArticlePage
from discussions.models import Reply
from home.demo.french import BENCH
from home.demo.pages import key


def run_demo():
    out = io.StringIO()
    call_command("demo", stdout=out)
    return out.getvalue()


@pytest.fixture
def demo(db):
    return run_demo()


def rows():
    return {model._meta.label: model._base_manager.count() for model in apps.get_models()}


def test_demo_prints_addresses_and_logins_in_french_each_time(demo, settings):
    for said in (demo, run_demo()):
        assert f"Le site\N{NO-BREAK SPACE}:               {settings.BASE_URL}/" in said
        assert f"L’administration\N{NO-BREAK SPACE}:      {settings.BASE_URL}/admin/" in said
        assert "admin, redaction, moderation" in said
        assert DEMO_PASSWORD in said


def test_second_demo_adds_no_row_and_changes_no_page(demo):
    before = rows(), list(Page.objects.values())
    run_demo()
    assert before == (rows(), list(Page.objects.values()))


def test_second_demo_keeps_what_a_person_has_edited_or_deleted(demo):
    article = ArticlePage.objects.first()
    article.title = "« J’accuse », revu et corrigé"
    article.save_revision().publish()
    ArticlePage.objects.exclude(pk=article.pk).first().delete()
    count = ArticlePage.objects.count()
    run_demo()
    article.refresh_from_db()
    assert article.title == "« J’accuse », revu et corrigé"
    assert ArticlePage.objects.count() == count


def test_every_page_of_the_demo_is_served(demo, client):
    for page in Page.objects.filter(depth__gt=1):
        assert client.get(page.url).status_code == 200, page.url


@pytest.mark.parametrize("username", ["admin", "redaction", "moderation"])
def test_demo_logins_enter_in_development_only(demo, settings, username):
    settings.DEBUG = False
    assert authenticate(username=username, password=DEMO_PASSWORD) is None
    settings.DEBUG = True
    assert authenticate(username=username, password=DEMO_PASSWORD).username == username


def test_demo_shows_every_block_that_an_editor_can_add(demo):
    keys = {block.block_type for page in ArticlePage.objects.all() for block in page.body}
    assert keys == {"heading", "paragraph", "image", "quote", "share_bar"}


def test_demo_has_an_english_side_with_one_article_and_nothing_french_in_it(demo, client):
    html = client.get("/en/articles/").content.decode()
    assert "The bench where people talk" in html
    assert "Éloge du courrier lent" not in html
    article = ArticlePage.objects.get(locale__language_code="en")
    source = ArticlePage.objects.get(translation_key=article.translation_key, locale__language_code="fr")
    assert [block.block_type for block in article.body] == [block.block_type for block in source.body]
    assert article.published_at == source.published_at
    assert not {str(block.value) for block in article.body} & {str(block.value) for block in source.body}


def test_demo_has_a_conversation_with_its_author_and_a_reply_that_waits(demo, client):
    article = ArticlePage.objects.get(slug="le-banc-ou-l-on-se-parle")
    html = client.get(article.url).content.decode()
    assert "5\N{NO-BREAK SPACE}réponses" in html or "5 réponses" in html
    assert html.count('data-role="author"') == 1
    assert Reply.objects.get(state=Reply.State.PENDING).name == "Odile"
    assert "Odile" not in html


def test_demo_editor_and_moderator_have_what_they_need_and_no_more(demo):
    editor, moderator = (get_user_model().objects.get(username=name) for name in ("redaction", "moderation"))
    index = ArticlePage.objects.first().get_parent()
    assert editor.has_perm("wagtail_localize.submit_translation")
    assert index.permissions_for_user(editor).can_publish_subpage()
    assert not editor.has_perm("discussions.moderate_reply")
    assert moderator.has_perm("discussions.moderate_reply")
    assert not index.permissions_for_user(moderator).can_edit()


def test_demo_links_its_standing_pages_from_the_menu(demo, client):
    html = client.get("/").content.decode()
    assert 'href="/a-propos/"' in html
    assert 'href="/mentions-legales/"' in html


def test_the_demos_replies_carry_the_dates_they_were_written_at(demo):
    published = Reply.objects.filter(state="published")
    assert published
    assert all(reply.published_at == reply.created_at for reply in published)


def test_the_footer_leads_to_terms_privacy_and_rules_and_the_menu_does_not(demo, client):
    for address, paths in (
        ("/", ["/conditions-d-utilisation/", "/vie-privee/", "/charte-de-la-discussion/"]),
        ("/en/", ["/en/terms-of-use/", "/en/privacy/", "/en/rules-of-the-discussion/"]),
    ):
        menu, _, footer = client.get(address).content.decode().partition("<main")
        for path in paths:
            assert f'href="{path}"' in footer
            assert f'href="{path}"' not in menu


def test_the_reply_form_leads_to_the_rules_in_its_language(demo, client):
    for language, path in (("fr", "/charte-de-la-discussion/"), ("en", "/en/rules-of-the-discussion/")):
        article = ArticlePage.objects.filter(locale__language_code=language).get(translation_key=key(BENCH))
        _, _, discussion = client.get(article.url).content.decode().partition('id="discussion"')
        assert f'<a href="{path}">' in discussion.partition("<footer")[0]
    form = client.get(reverse("discussions:reply", args=[article.pk])).content.decode()
    assert "charte-de-la-discussion" in form or "rules-of-the-discussion" in form
