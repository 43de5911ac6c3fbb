"""A reader without JavaScript confirms, changes and withdraws; every page of it is accessible."""

import re

from playwright.sync_api import expect

ARTICLE = "/articles/le-banc-ou-l-on-se-parle/"
TEXT = "Le nôtre est sous le tilleul, et il grince."


def write(page, text):
    page.goto(ARTICLE)
    page.fill("[name=name]", "Bérénice")
    page.fill("[name=email]", "berenice@tilleul.example")
    page.fill("[name=text]", text)


def is_narrow(page):
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_a_reader_previews_sends_confirms_changes_and_withdraws_without_script(plain_reader, site):
    reader = plain_reader
    write(reader, TEXT)
    reader.get_by_role("button", name="Prévisualiser").click()
    expect(reader.locator("[data-preview]")).to_have_text(TEXT)
    is_narrow(reader)
    reader.get_by_role("button", name="Envoyer la réponse").click()
    expect(reader.locator("[role=status]")).to_contain_text("confirmez-la")
    is_narrow(reader)

    mail = next(mail for mail in reversed(site.mails()) if TEXT in mail)
    link = re.search(r"http://\S+/me/\S+", mail)[0]
    reader.goto(link)
    expect(reader.locator("h1")).to_have_text("Confirmez votre réponse")
    is_narrow(reader)
    reader.get_by_role("button", name="Oui, cette réponse est de moi").click()
    expect(reader.locator("[role=status]")).to_contain_text("un modérateur la lira")

    reader.get_by_role("link", name="Modifier le texte").click()
    reader.fill("[name=text]", "Le nôtre est sous le *vieux* tilleul.")
    reader.get_by_role("button", name="Enregistrer la modification").click()
    expect(reader.locator(".reply__text em")).to_have_text("vieux")

    reader.get_by_role("link", name="Retirer la réponse").click()
    reader.get_by_role("button", name="Retirer la réponse").click()
    expect(reader.locator("[role=status]")).to_contain_text("Vous avez retiré votre réponse")

    reader.goto(re.search(r"(.*/me/[^/]+/)", link)[1])
    expect(reader.locator(".own-replies")).to_contain_text("vieux tilleul")
    is_narrow(reader)
    reader.get_by_role("link", name="Tout effacer").click()
    reader.get_by_role("button", name="Tout effacer pour toujours").click()
    expect(reader.locator("[role=status]")).to_contain_text("Rien de ce que vous avez écrit")


def test_the_pages_of_ones_own_are_accessible(window, site, axe):
    for scheme in ("light", "dark"):
        reader = window(viewport={"width": 320, "height": 640}, color_scheme=scheme)
        write(reader, f"Un banc de plus, {scheme}.")
        axe(reader)
        reader.get_by_role("button", name="Envoyer la réponse").click()
        expect(reader.locator("[role=status][data-state]")).to_be_visible()
        axe(reader)
        reader.get_by_role("link", name="Modifier le texte").click()
        axe(reader)
        mail = next(mail for mail in reversed(site.mails()) if f"Un banc de plus, {scheme}." in mail)
        link = re.search(r"http://\S+/me/\S+", mail)[0]
        for path in (link, link.partition("confirm/")[0], f"{link.partition('confirm/')[0]}erase/"):
            reader.goto(path)
            axe(reader)
        reader.goto("/-/discussions/me/")
        reader.get_by_role("button", name="M’envoyer mon lien").click()
        expect(reader.locator(".error-summary")).to_be_visible()
        axe(reader)


def test_a_form_with_faults_is_accessible(window, axe):
    reader = window(viewport={"width": 320, "height": 640})
    write(reader, "")
    reader.get_by_role("button", name="Envoyer la réponse").click()
    expect(reader.locator(".error-summary")).to_be_visible()
    axe(reader)
