"""The blocks of an article's body: what editors are offered, what readers are shown."""

import pytest
from bs4 import BeautifulSoup
from django.template.loader import get_template
from django.urls import reverse

from articles.blocks import BodyBlock
from articles.models import ArticlePage
from home.models import StandardPage

BLOCKS = BodyBlock().child_blocks
EVERY_KEY = pytest.mark.parametrize("key", BLOCKS)


def body_of(client, page):
    return BeautifulSoup(client.get(page.url).content, "html.parser").select_one("[data-body]")


def add(article_index, body):
    return article_index.add_child(instance=ArticlePage(title="Essai", slug="essai", body=body))


@EVERY_KEY
def test_stream_key_is_the_template_s_name(key):
    assert BLOCKS[key].meta.template == f"articles/blocks/{key}.html"
    assert get_template(BLOCKS[key].meta.template)


@EVERY_KEY
def test_editors_see_an_icon_a_french_label_and_a_description(key):
    block = BLOCKS[key]
    assert block.meta.icon not in {"", "placeholder"}
    assert str(block.label) in {
        "Intertitre", "Paragraphe", "Image", "Citation", "Barre de partage", "HTML importé"
    }  # fmt: skip
    assert str(block.get_description())


@EVERY_KEY
def test_every_block_shows_a_preview_in_the_picker(key, editor_client):
    field = ArticlePage._meta.get_field("body")
    block = field.stream_block.child_blocks[key]
    response = editor_client.get(reverse("wagtailadmin_block_preview"), {"id": block.definition_prefix})
    page = BeautifulSoup(response.content, "html.parser")
    assert response.status_code == 200
    assert block.is_previewable
    assert page.select_one(f'[data-block="{key}"].{key}').text.strip()


@pytest.mark.parametrize("level", ["h2", "h3", "h4"])
def test_heading_has_the_level_asked_for_and_escapes_its_text(client, article_index, level):
    page = add(article_index, [("heading", {"text": "Moins < plus & « tout »", "level": level})])
    heading = body_of(client, page).select_one("[data-block=heading]")
    assert heading.name == level
    assert heading.text == "Moins < plus & « tout »"


def test_heading_of_an_unknown_level_is_an_h2(client, article_index):
    page = add(article_index, [("heading", {"text": "Titre", "level": "script"})])
    assert body_of(client, page).h2.text == "Titre"


def test_quote_names_the_person_and_links_the_work(client, article_index):
    value = {"text": "Conversez !", "person": "Une lectrice", "work": "Courrier", "url": "https://a.example/"}
    quote = body_of(client, add(article_index, [("quote", value)])).select_one("figure.quote")
    assert quote.blockquote["cite"] == "https://a.example/"
    assert quote.cite.a["href"] == "https://a.example/"
    assert "Une lectrice" in quote.figcaption.text


def image_block(image, **value):
    alt = {"decorative": False, "alt_text": "Un aplat rouge"} | value.pop("alt", {})
    return ("image", {"image": {"image": image.pk, **alt}, **value})


def test_image_has_its_size_its_text_and_modern_formats(client, article_index, picture):
    page = add(article_index, [])
    page.body = [{"type": kind, "value": value} for kind, value in [image_block(picture())]]
    page.save()
    figure = body_of(client, page).select_one("figure.image")
    assert (figure.img["width"], figure.img["height"]) == ("64", "40")
    assert figure.img["alt"] == "Un aplat rouge"
    assert figure.img["loading"] == "lazy"
    assert figure.source["type"] == "image/avif"


@pytest.mark.parametrize(
    ("own", "library", "shown"),
    [("Photo Zoé", "Photo Léa", "Photo Zoé"), ("", "Photo Léa", "Photo Léa"), ("", "", None)],
)
def test_image_credits_the_library_s_photographer_unless_told_otherwise(
    client, article_index, picture, own, library, shown
):
    page = add(article_index, [])
    kind, value = image_block(picture(credit=library), caption="", credit=own)
    page.body = [{"type": kind, "value": value}]
    page.save()
    credit = body_of(client, page).select_one(".credit")
    assert (credit and credit.text) == shown


def test_decorative_image_has_an_empty_text_and_never_its_file_name(client, article_index, picture):
    page = add(article_index, [])
    kind, value = image_block(picture(), alt={"decorative": True, "alt_text": ""})
    page.body = [{"type": kind, "value": value}]
    page.save()
    assert body_of(client, page).img["alt"] == ""


def test_one_picture_used_twice_keeps_each_block_s_text(client, article_index, picture):
    image = picture()
    page = add(article_index, [])
    page.body = [
        {"type": kind, "value": value}
        for kind, value in [
            image_block(image, alt={"alt_text": "La première"}),
            image_block(image, alt={"alt_text": "La seconde"}),
        ]
    ]
    page.save()
    assert [img["alt"] for img in body_of(client, page).select("img")] == ["La première", "La seconde"]


def test_standing_page_shows_its_blocks_too(client, home_page):
    body = [("heading", {"text": "Qui nous sommes", "level": "h2"}), ("paragraph", "<p>Une revue.</p>")]
    page = home_page.add_child(instance=StandardPage(title="À propos", slug="a-propos", body=body))
    assert [block["data-block"] for block in body_of(client, page).select("[data-block]")] == [
        "heading",
        "paragraph",
    ]
