"""A moderator suspends two people by the keyboard, on a narrow screen, and takes it back."""

from playwright.sync_api import expect


def press(page, role, name):
    page.get_by_role(role, name=name).focus()
    page.keyboard.press("Space" if role == "checkbox" else "Enter")


def test_two_people_are_suspended_and_pardoned_by_the_keyboard(log_in, arrive, axe, fits):
    arrive(2, "Bouleau")
    page = log_in("moderation", viewport={"width": 320, "height": 720})
    page.goto("/admin/participants/?q=Bouleau")
    for name in ("Bouleau 0", "Bouleau 1"):
        press(page, "checkbox", f"Choisir {name}")
    assert fits(page)
    axe(page)
    press(page, "button", "Suspendre…")
    expect(page.get_by_text("Cela concerne 2 participants")).to_be_visible()
    assert fits(page)
    axe(page)
    page.get_by_label("Pour combien de jours").focus()
    page.keyboard.type("7")
    press(page, "button", "Suspendre")
    expect(page.get_by_text("fait pour 2 participants")).to_be_visible()
    page.goto("/admin/participants/?standing=suspended")
    expect(page.get_by_role("checkbox")).to_have_count(2)
    press(page, "link", "Bouleau 0")
    expect(page.get_by_role("button", name="Lever la sanction")).to_be_visible()
    assert fits(page)
    axe(page)
    press(page, "link", "Sanctions prises ensemble")
    expect(page.get_by_role("button", name="Tout annuler")).to_be_visible()
    axe(page)
    press(page, "button", "Tout annuler")
    expect(page.get_by_text("2 sanctions sont levées")).to_be_visible()
