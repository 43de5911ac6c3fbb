"""`manage.py demo`: a site to try, loaded once."""

import io

import pytest
from django.apps import apps
from django.contrib.auth import authenticate
from django.core.management import call_command
from wagtail.models import Page

from accounts.backends import DEMO_PASSWORD
from articles.models import ArticlePage


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
