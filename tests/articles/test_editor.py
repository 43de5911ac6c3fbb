"""What the editor's form of an article accepts, refuses and proposes."""

import json

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse
from wagtail.models import Collection, Page, Workflow
from wagtail.test.utils.form_data import nested_form_data, streamfield

from articles.models import ArticlePage, Author, Category

NO_CHILDREN = {"TOTAL_FORMS": 0, "INITIAL_FORMS": 0, "MIN_NUM_FORMS": 0}


@pytest.fixture
def submit(editor_client, article_index):
    """Return a function that sends the form of a new article, to be published, and returns the answer."""

    def send(*blocks, **fields):
        form = {
            "title": "L’été à « Évry »",
            "slug": "l-ete-a-evry",
            "introduction": "",
            "hero_caption": "",
            "tags": "",
            "published_at": "2026-05-01 09:00",
            "body": streamfield(blocks),
            "action-publish": "1",
            **dict.fromkeys(("article_categories", "article_authors", "comments"), NO_CHILDREN),
        }
        address = reverse("wagtailadmin_pages:add", args=["articles", "articlepage", article_index.pk])
        return editor_client.post(address, nested_form_data(form | fields))

    return send


def errors(response):
    """Return the messages beside the fields; those of blocks are data that a script shows."""
    page = BeautifulSoup(response.content, "html.parser")
    return {
        element["id"].removesuffix("-errors").rpartition("-")[2]: element.get_text(" ", strip=True)
        for element in page.select(".w-field__errors[id]")
        if element.get_text(strip=True)
    }


def test_article_is_published_from_the_form(submit):
    assert submit().status_code == 302
    assert ArticlePage.objects.live().get().title == "L’été à « Évry »"


@pytest.mark.parametrize(
    "moment",
    ["0001-01-01 00:00", "0001-01-01 00:30", "0999-12-31 10:00", "3000-01-01 10:00", "9999-12-31 23:59"],
)
def test_year_that_overflows_somewhere_is_refused_at_its_field(submit, moment):
    response = submit(published_at=moment)
    assert errors(response) == {"published_at": "Choisissez une année entre 1000 et 2999."}
    assert moment in response.text
    assert not ArticlePage.objects.exists()


@pytest.mark.parametrize("moment", ["", "hier", "2026-02-30 10:00"])
def test_date_that_is_none_is_refused_at_its_field(submit, moment):
    assert list(errors(submit(published_at=moment))) == ["published_at"]


@pytest.mark.parametrize(
    ("fields", "name"),
    [
        ({"title": ""}, "title"),
        ({"introduction": "é" * 301}, "introduction"),
        ({"slug": "une adresse impossible"}, "slug"),
    ],
)
def test_faulty_field_is_named_and_keeps_what_was_typed(submit, fields, name):
    response = submit(**fields)
    assert list(errors(response)) == [name]
    assert fields[name] in response.text


def test_address_that_is_taken_is_refused(submit, article):
    response = submit(slug=article.slug)
    assert list(errors(response)) == ["slug"]
    assert ArticlePage.objects.get() == article


def test_picture_proposes_its_description_and_never_its_file_name(picture):
    assert picture("IMG_2041.jpg").default_alt_text == ""
    assert picture("IMG_2041.jpg", description="Un banc bleu").default_alt_text == "Un banc bleu"


def test_chosen_picture_brings_no_file_name_as_its_text(editor_client, picture):
    image = picture("IMG_2041.jpg")
    chosen = editor_client.get(reverse("wagtailimages_chooser:chosen", args=[image.pk])).json()
    assert chosen["result"]["default_alt_text"] == ""


def test_lists_tell_one_author_s_languages_apart(editor_client, french, english):
    for locale in (french, english):
        Author.objects.create(name="Camille Aubert", slug="camille-aubert", locale=locale)
    response = editor_client.get(reverse("wagtailsnippets_articles_author:list"))
    rows = BeautifulSoup(response.content, "html.parser").select("tbody tr")
    assert {row.select("td")[3].get_text(strip=True) for row in rows} == {"Français", "Anglais"}


@pytest.mark.parametrize("model", [Category, Author])
def test_rubric_or_author_of_a_taken_slug_is_refused_at_the_field(editor_client, french, english, model):
    fields = {"name": "Théâtre", "slug": "theatre", "description": "", "biography": "", "user": ""}
    add = reverse(f"wagtailsnippets_articles_{model._meta.model_name}:add")
    assert editor_client.post(add, fields).status_code == 302
    response = editor_client.post(add, fields)
    assert errors(response) == {"slug": "Cet identifiant d’adresse est déjà pris dans cette langue."}
    assert editor_client.post(f"{add}?locale=en", fields).status_code == 302
    assert model.objects.count() == 2


def test_rubric_keeps_its_own_slug_when_it_is_edited(editor_client, french):
    category = Category.objects.create(name="Théâtre", slug="theatre", locale=french)
    edit = reverse("wagtailsnippets_articles_category:edit", args=[category.pk])
    fields = {"name": "Théâtres", "slug": "theatre", "description": ""}
    assert editor_client.post(edit, fields).status_code == 302


@pytest.mark.parametrize("kind", ["articlepage", "category"])
def test_address_field_spells_out_what_wagtail_would_drop(editor_client, article_index, kind):
    page = reverse("wagtailadmin_pages:add", args=["articles", "articlepage", article_index.pk])
    forms = {"articlepage": page, "category": reverse("wagtailsnippets_articles_category:add")}
    field = BeautifulSoup(editor_client.get(forms[kind]).content, "html.parser").select_one("#id_slug")
    assert ["[Œœ]", "gu"] in [pattern for pattern, _ in json.loads(field["data-w-slug-formatters-value"])]
    assert "data-w-slug-allow-unicode-value" not in field.attrs


def test_names_that_wagtail_makes_are_no_english_leftovers(db):
    assert Page.objects.get(depth=1).title == "Racine"
    assert Collection.objects.get(depth=1).name == "Racine"
    assert not Workflow.objects.exists()


def test_address_of_an_import_keeps_its_accents_when_the_article_is_edited(editor_client, article):
    article.slug = "été-à-l-œuvre"
    article.save()
    edit = reverse("wagtailadmin_pages:edit", args=[article.pk])
    field = BeautifulSoup(editor_client.get(edit).content, "html.parser").select_one("#id_slug")
    assert field["value"] == "été-à-l-œuvre"
    assert "blur" not in field["data-action"]
    copy = reverse("wagtailadmin_pages:copy", args=[article.pk])
    fields = {"new_title": "Copie", "new_slug": "été-à-l-œuvre-2", "new_parent_page": article.get_parent().pk}
    assert editor_client.post(copy, fields).status_code == 302
