"""A reader on a small screen follows a discussion by keyboard, and every page on the way is accessible."""

import re

from playwright.sync_api import expect

ARTICLE = "/articles/le-banc-ou-l-on-se-parle/"
ADDRESS = "noe@tilleul.example"


def test_a_discussion_is_followed_by_keyboard_on_a_small_screen(window, site, axe):
    reader = window(viewport={"width": 320, "height": 640})
    reader.goto(ARTICLE)
    reader.get_by_text("Suivre cette discussion par e-mail").focus()
    reader.keyboard.press("Enter")
    axe(reader)
    assert reader.evaluate("document.documentElement.scrollWidth <= innerWidth")
    reader.fill("[name=follow-email]", ADDRESS)
    reader.keyboard.press("Enter")
    expect(reader.locator("[role=status]")).to_contain_text("Un message part vers l’adresse")
    axe(reader)
    site.manage("tick")
    mail = next(mail for mail in reversed(site.mails()) if "soit prévenue" in mail)
    reader.goto(re.search(r"http://\S+/me/\S+", mail)[0])
    axe(reader)
    reader.get_by_role("button", name="Oui, prévenez-moi par e-mail").click()
    expect(reader.locator("#followed")).to_have_text("Ce que vous suivez")
    axe(reader)
    reader.get_by_role("button", name="Ne plus suivre").click()
    expect(reader.locator("#followed")).to_have_count(0)
