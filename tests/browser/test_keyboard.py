"""The whole life of a reply, with the script and by the keyboard alone, on a phone and at 400 %."""

import re

import pytest
from playwright.sync_api import expect
from writing import ARTICLE, answer_link, field

PHONE = {"width": 320, "height": 640}
# A window of 1280 × 1024 at 400 %.
ENLARGED = {"width": 320, "height": 256}
TEXT = "Chez nous, le banc a perdu une planche et gagné un chat."
MANY = 80


def tab_to(page, target):
    """Press Tab until the target has the focus, which must be seen."""
    for _ in range(MANY):
        if target.evaluate("element => element === document.activeElement"):
            break
        page.keyboard.press("Tab")
    expect(target).to_be_focused()
    expect(target).to_be_in_viewport()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def press(page, role, name):
    tab_to(page, page.get_by_role(role, name=name, exact=True))
    page.keyboard.press("Enter")


@pytest.mark.parametrize("size", [PHONE, ENLARGED], ids=["320 px", "400 %"])
def test_answered_confirmed_changed_and_withdrawn(window, site, size):
    page = window(viewport=size)
    email = f"achille{size['height']}@lecteurs.example"
    page.goto(ARTICLE)
    tab_to(page, answer_link(page))
    page.keyboard.press("Enter")
    expect(field(page)).to_be_focused()
    for typed in (TEXT, "Achille", email):
        page.keyboard.type(typed)
        page.keyboard.press("Tab")
    press(page, "button", "Prévisualiser")
    expect(page.locator("[data-preview]")).to_have_text(TEXT)
    press(page, "button", "Envoyer la réponse")
    expect(page.locator("[role=status][data-state=unconfirmed]")).to_be_visible()

    mail = next(mail for mail in reversed(site.mails()) if TEXT in mail and "/confirm/" in mail)
    page.goto(re.search(r"http://\S+/me/\S+", mail)[0])
    press(page, "button", "Oui, cette réponse est de moi")
    expect(page.locator("[role=status][data-state=pending]")).to_be_visible()

    press(page, "link", "Modifier le texte")
    tab_to(page, field(page))
    page.keyboard.press("Control+A")
    page.keyboard.type("Le chat est reparti, la planche *aussi*.")
    press(page, "button", "Enregistrer la modification")
    expect(page.locator(".reply__text em")).to_have_text("aussi")

    press(page, "link", "Retirer la réponse")
    press(page, "button", "Retirer la réponse")
    expect(page.locator("[role=status][data-state=withdrawn]")).to_be_visible()
