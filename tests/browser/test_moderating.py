"""A moderator’s work in a real browser: by keyboard, beside a colleague, on many replies, taken back."""

import os
import re

from playwright.sync_api import expect

QUEUE = "/admin/replies/"
# More than a page of them, and at length a hundred.
MANY = 100 if os.environ.get("CAUSERIE_LONG") else 28
ROW = "#listing-results tbody tr"

START = """
from django.contrib.auth import get_user_model
from django.utils import timezone
from discussions import batches
from discussions.decisions import ACTS
from discussions.models import Reply
moussa = get_user_model().objects.get(username="moderation")
replies = Reply.objects.filter(name__startswith={word!r}, state="pending")
print(batches.start(moussa, ACTS["reject"], replies, seen_at=timezone.now()).pk)
"""


def queue_of(word, state="waiting"):
    return f"{QUEUE}?q={word}&state={state}"


def tab_into_the_listing(page):
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate(f"document.activeElement.closest('{ROW}') !== null"):
            return
    raise AssertionError("The listing can't be reached by Tab.")


def test_whatever_waits_is_cleared_by_keyboard_alone(log_in, arrive):
    arrive(MANY, "Tilleul")
    page = log_in("moderation")
    page.goto(queue_of("Tilleul"))
    tab_into_the_listing(page)
    for number in range(MANY):
        with page.expect_navigation():
            page.keyboard.press("r" if number % 3 == 0 else "i" if number % 3 == 1 else "p")
    expect(page.locator("#listing-results")).to_contain_text("Aucune réponse ne correspond")
    page.goto(queue_of("Tilleul", "published"))
    expect(page.locator("#listing-results h2")).to_contain_text(re.compile(rf"\b{MANY // 3}\b"))


def test_keys_do_nothing_outside_the_listing_and_undo_gives_back(log_in, arrive):
    arrive(3, "Marronnier")
    page = log_in("moderation")
    page.goto(queue_of("Marronnier"))
    page.keyboard.press("r")
    page.locator("[name=q]").first.press("p")
    page.goto(queue_of("Marronnier"))
    expect(page.locator(ROW)).to_have_count(3)
    tab_into_the_listing(page)
    page.keyboard.press("j")
    second = page.locator(ROW).nth(1)
    expect(second.locator("a").first).to_be_focused()
    with page.expect_navigation():
        page.keyboard.press("r")
    expect(page.locator(ROW)).to_have_count(2)
    with page.expect_navigation():
        page.keyboard.press("u")
    expect(page.locator(ROW)).to_have_count(3)
    expect(page.locator(".messages")).to_contain_text("a retrouvé son état (en attente)")


def test_two_moderators_on_one_reply_the_second_is_told_who_and_what(log_in, arrive):
    arrive(1, "Platane")
    first, second = log_in("moderation"), log_in("admin")
    for page in (first, second):
        page.goto(queue_of("Platane"))
    first.get_by_role("button", name="Refuser : réponse signée Platane 0").click()
    expect(first.locator(".messages")).to_contain_text("est refusée")
    second.get_by_role("button", name="Publier : réponse signée Platane 0").click()
    expect(second.locator(".messages")).to_contain_text("Moussa Keller a décidé entre-temps (refusée")


def test_a_whole_filter_is_previewed_rejected_and_taken_back(log_in, arrive, axe):
    arrive(30, "Érable")
    page = log_in("moderation", viewport={"width": 320, "height": 800})
    page.goto(queue_of("Érable"))
    axe(page)
    page.get_by_label("tout le filtre (30 réponses)").check()
    page.get_by_role("button", name="Refuser…").click()
    expect(page.locator("main")).to_contain_text("Refuser : 30 réponses")
    axe(page)
    page.get_by_role("button", name="Refuser : 30 réponses").click()
    expect(page.locator("main")).to_contain_text("30 réponses ont été changées")
    axe(page)
    page.get_by_role("button", name="Annuler").click()
    expect(page.locator("main")).to_contain_text("30 réponses ont été changées")
    page.goto(queue_of("Érable"))
    expect(page.locator("#listing-results h2")).to_contain_text("30")
    page.goto("/admin/replies/batches/")
    axe(page)


def test_a_decision_on_many_replies_goes_on_by_itself_until_it_is_finished(log_in, arrive, site):
    arrive(5, "Charme")
    batch = site.manage("shell", "-c", START.format(word="Charme")).split()[-1]
    page = log_in("moderation")
    slices = [{"position": done, "total": 5, "finished": False} for done in (2, 4)]

    def answer(route):
        # A server that has time for a slice only, before the real one finishes.
        route.fulfill(json=slices.pop(0)) if slices else route.continue_()

    page.route("**/advance/", answer)
    page.goto(f"/admin/replies/batches/{batch}/")
    expect(page.locator("main")).to_contain_text("5 réponses ont été changées")
    assert slices == []


def test_the_filters_offer_only_what_can_be_chosen(log_in):
    page = log_in("moderation")
    page.goto(QUEUE)
    page.get_by_role("button", name="Afficher les filtres").click()
    offered = page.locator(".w-drilldown__menu").get_by_role("button")
    names = ["État", "Urgence", "Mots du titre de l’article", "Écrite", "Langue"]
    expect(offered).to_contain_text(names)
    expect(offered).to_have_count(len(names))
