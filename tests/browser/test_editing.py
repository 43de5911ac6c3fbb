"""An editor's own work in the browser: compose an article block by block, see it, publish it, change it."""

import io
import re

import pytest
from PIL import Image
from playwright.sync_api import expect

TITLE = "L’été à « Évry » : 100 % d’œufs"
ADDRESS = "/articles/l-ete-a-evry-100-d-oeufs/"


@pytest.fixture
def picture():
    """A picture named as cameras name them."""
    file = io.BytesIO()
    Image.new("RGB", (1600, 900), "#98182d").save(file, "JPEG")
    return {"name": "IMG_2041.jpg", "mimeType": "image/jpeg", "buffer": file.getvalue()}


@pytest.fixture
def editor(log_in):
    """An editor in front of a new article, with what the browser complained about."""
    page = log_in("redaction")
    page.complaints = []
    page.on("pageerror", lambda error: page.complaints.append(str(error)))
    page.on("response", lambda answer: answer.status >= 500 and page.complaints.append(answer.url))
    page.goto("/articles/")
    page.get_by_role("button", name=re.compile("Wagtail")).click()
    page.get_by_role("menuitem", name="Ajouter une sous-page").click()
    expect(page.locator("#id_title")).to_be_visible()
    page.wait_for_load_state("networkidle")
    return page


def body(editor):
    return editor.locator("#panel-child-contenu-body-section")


def add_block(editor, position, name):
    """Add a block before the one at `position`, counted from 0, and return it."""
    body(editor).locator(".c-sf-add-button").nth(position).click()
    editor.get_by_role("option", name=name, exact=True).click()
    return body(editor).locator("[data-streamfield-child]").nth(position)


def add_picture(editor, position, picture):
    block = add_block(editor, position, "Image")
    block.get_by_role("button", name="Choisir une image").click()
    dialog = editor.locator(".modal-dialog")
    dialog.get_by_role("tab", name="Transférer").click()
    dialog.locator("input[type=file]").set_input_files(picture)
    expect(dialog.get_by_label("Titre")).to_have_value("IMG_2041")
    dialog.locator("form:visible").get_by_role("button", name="Transférer").click()
    expect(dialog).to_be_hidden()
    return block


def choose(editor, section, what, name):
    """Add a row to a list of rubrics or authors and choose `name` for it."""
    panel = editor.locator(f"#panel-child-contenu-{section}-section")
    panel.get_by_role("button", name=re.compile("^Ajouter")).click()
    panel.get_by_role("button", name=re.compile(f"^Choisir.*{what}")).click()
    editor.locator(".modal-dialog").get_by_role("link", name=name, exact=True).click()
    expect(editor.locator(".modal-dialog")).to_be_hidden()


def publish(editor):
    editor.get_by_role("button", name="Plus d'actions").last.click()
    editor.get_by_role("button", name="Publier").click()
    expect(editor.locator(".messages")).to_contain_text("publiée")


def compose(editor, picture):
    editor.locator("#id_title").press_sequentially(TITLE)
    editor.fill("#id_introduction", "Un chapô qui donne envie de lire la suite.")
    add_block(editor, 0, "Intertitre").get_by_label("Texte").fill("Une journée au marché")
    text = add_block(editor, 1, "Paragraphe").locator("[contenteditable=true]")
    text.click()
    editor.keyboard.type("On y vient ")
    editor.keyboard.press("Control+b")
    editor.keyboard.type("parler")
    alt = add_picture(editor, 2, picture).get_by_label("Texte alternatif")
    expect(alt).to_have_value("")
    alt.fill("Un aplat rouge")
    add_block(editor, 3, "Citation").get_by_label("Texte").fill("Conversez !")
    choose(editor, "rubriques", "rubrique", "Chroniques")
    choose(editor, "auteurs", "auteur", "Yacine Lambert")


def test_editor_composes_previews_publishes_and_changes_an_article(editor, window, picture):
    compose(editor, picture)
    editor.get_by_role("button", name="Enregistrer le brouillon").click()
    expect(editor.locator(".messages")).to_contain_text(TITLE)
    reader = window()
    assert reader.goto(ADDRESS).status == 404

    editor.get_by_role("button", name="Afficher/masquer la prévisualisation").click()
    preview = editor.frame_locator("#w-preview-iframe")
    expect(preview.locator("h1")).to_have_text(TITLE)
    expect(preview.locator("[data-block]")).to_have_count(5)

    edit = editor.url
    publish(editor)
    assert reader.goto(ADDRESS).status == 200
    kinds = reader.locator("[data-block]").evaluate_all("blocks => blocks.map(block => block.dataset.block)")
    assert kinds == ["heading", "paragraph", "image", "quote", "share_bar"]
    expect(reader.locator("[data-block=paragraph] b, [data-block=paragraph] strong")).to_have_text("parler")
    expect(reader.locator("[data-block=image] img")).to_have_attribute("alt", "Un aplat rouge")
    expect(reader.locator(".kicker")).to_have_text("Chroniques")
    expect(reader.locator(".byline").first).to_contain_text("Par Yacine Lambert")

    editor.goto(edit)
    editor.fill("#id_introduction", "Un chapô réécrit.")
    publish(editor)
    reader.reload()
    expect(reader.locator(".standfirst")).to_have_text("Un chapô réécrit.")
    assert editor.complaints == []


def test_faulty_article_is_refused_in_french_and_loses_nothing(editor):
    editor.locator("#id_title").press_sequentially("Fautes")
    quote = add_block(editor, 0, "Citation")
    quote.get_by_label("Texte").fill("Conversez !")
    quote.get_by_label("Adresse de la source").fill("pas une adresse")
    editor.get_by_role("button", name="Plus d'actions").last.click()
    editor.get_by_role("button", name="Publier").click()
    expect(editor.locator(".messages")).to_contain_text("erreurs de validation")
    quote = body(editor).locator("[data-streamfield-child]").first
    expect(quote).to_contain_text("Saisissez une URL valide.")
    expect(quote.get_by_label("Adresse de la source")).to_have_value("pas une adresse")
    assert editor.complaints == []
