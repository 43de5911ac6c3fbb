"""Pictures are drawn when a page is published: a reader's request finds them and writes nothing."""

import logging
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.base import ContentFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles.models import ArticlePage
from home.models import StandardPage

WRITING = ("INSERT", "UPDATE", "DELETE", "REPLACE")


@pytest.fixture
def released(article_index, home_page, django_capture_on_commit_callbacks):
    """Return a function that adds a draft with these pictures, and publishes it as an editor would."""

    def add(model=ArticlePage, pictures=(), **fields):
        values = [{"image": {"image": one.pk, "alt_text": "Rouge", "decorative": False}} for one in pictures]
        body = [{"type": "image", "value": value} for value in values]
        page = model(title="Du rouge", slug="du-rouge", live=False, body=body, **fields)
        (article_index if model is ArticlePage else home_page).add_child(instance=page)
        with django_capture_on_commit_callbacks(execute=True):
            page.save_revision().publish()
        return page

    return add


@pytest.fixture
def written(client):
    """Return a function that reads addresses and returns the rows and files written by that."""

    def read(*addresses):
        before = files()
        with CaptureQueriesContext(connection) as queries:
            answers = [client.get(address) for address in addresses]
        assert {answer.status_code for answer in answers} == {200}
        rows = [query["sql"] for query in queries if query["sql"].lstrip().upper().startswith(WRITING)]
        return rows + sorted(files() - before)

    return read


def files():
    return {str(path) for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()}


def test_reading_an_article_and_what_lists_it_writes_nothing(
    released, picture, written, article_index, home_page
):
    page = released(hero_image=picture("Une"), pictures=[picture("Deux"), picture("Trois")])
    assert written(page.url, article_index.url, home_page.url) == []


def test_second_article_of_the_front_page_writes_nothing_either(released, picture, written, home_page):
    released(hero_image=picture("Une"), published_at="2026-01-01T09:00:00+01:00")
    newer = ArticlePage(title="Plus récent", slug="plus-recent")
    home_page.get_children().get(slug="articles").add_child(instance=newer)
    assert written(home_page.url) == []


def test_reading_a_standard_page_writes_nothing(released, picture, written):
    assert written(released(StandardPage, pictures=[picture()]).url) == []


def test_reading_a_translation_writes_nothing(
    released, picture, translate, written, django_capture_on_commit_callbacks
):
    page = released(hero_image=picture())
    page.hero_image.renditions.all().delete()
    with django_capture_on_commit_callbacks(execute=True):
        version = translate(page)
    assert written(version.url) == []


def test_reading_a_published_page_finds_pictures_that_are_there(released, picture, client):
    page = released(hero_image=picture("Une"), pictures=[picture("Deux")])
    html = client.get(page.url).content.decode()
    assert html.count("<picture>") == 2
    for drawn in page.hero_image.renditions.filter(filter_spec__startswith="width"):
        assert drawn.url in html
        assert drawn.file.storage.exists(drawn.file.name)


def test_broken_picture_stops_neither_the_publication_nor_the_others(released, picture, client, caplog):
    broken, sound = picture("Cassée"), picture("Saine")
    broken.file.storage.delete(broken.file.name)
    broken.file.storage.save(broken.file.name, ContentFile(b"\x89PNG\r\n\x1a\n, puis plus rien"))
    with caplog.at_level(logging.ERROR):
        page = released(hero_image=broken, pictures=[sound])
    assert broken.file.name in caplog.text
    assert sound.renditions.count() == 4
    page.refresh_from_db()
    assert page.live
    response = client.get(page.url)
    assert response.status_code == 200
    assert response.content.count(b"<picture>") == 1
    assert b"og:image" not in response.content


def test_draft_draws_nothing(article_index, picture, django_capture_on_commit_callbacks):
    hero = picture()
    with django_capture_on_commit_callbacks(execute=True):
        page = article_index.add_child(instance=ArticlePage(title="Brouillon", live=False, hero_image=hero))
        page.save_revision()
    assert not hero.renditions.exists()


def test_public_templates_ask_for_the_sizes_that_publication_draws():
    """Wagtail's own tags would name sizes that nobody has drawn before a reader comes."""
    folder = settings.ROOT / "templates"
    pages = [path for path in folder.rglob("*.html") if "admin" not in path.parts]
    assert pages
    assert [path.name for path in pages if "wagtailimages_tags" in path.read_text()] == []
