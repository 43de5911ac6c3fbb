"""The whole way of the seed article, as its people go it: import, answer, moderate, translate, read."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

ROOT = Path(__file__).resolve().parents[2]
SEED = ROOT.parent / "shared" / "seed" / "joyeux-noel.wxr.xml"
OLD_ADDRESS = "/2011/12/23/joyeux-noel-aux-community-managers/"
TITLE = "Joyeux Noël aux Community Managers"


@pytest.fixture(scope="module")
def seed_article(site):
    """The path of the imported article, as its old address leads to it."""
    if not SEED.exists():
        pytest.skip("the seed export is not part of a clone")
    site.manage("import_wordpress", SEED)
    return OLD_ADDRESS


def heading(page):
    return page.locator("#discussion h2").first


def reply(page, text):
    return page.locator("[data-reply]").filter(has=page.locator("[data-text]", has_text=text)).last


def answer(page, name, text):
    page.fill("[name=name]", name)
    page.fill("[name=email]", "lectrice@lecteurs.example")
    page.fill("[name=text]", text)
    page.click("form:has([name=text]) [type=submit]")


def decide(moderator, text, decision):
    moderator.goto("/admin/replies/")
    row = moderator.locator("tr", has_text=text)
    row.get_by_role("button", name=decision).click()
    expect(moderator.locator(".messages")).to_be_visible()


def test_old_address_leads_to_the_article_and_its_threads(page, seed_article):
    page.goto(seed_article)
    expect(page.locator("h1")).to_have_text(TITLE)
    assert page.url.endswith("/articles/joyeux-noel-aux-community-managers/")
    expect(page.locator("[data-body] h2")).to_have_count(2)
    expect(page.locator("[data-share]")).to_have_count(3)
    expect(heading(page)).to_have_text(re.compile(rf"5 réponses à «\s{TITLE}\s»"))
    shown = page.locator("[data-reply]").evaluate_all(
        "replies => replies.map(reply => [reply.dataset.kind, reply.dataset.source, reply.dataset.number])"
    )
    assert shown == [
        ["placeholder", "wordpress:101", None],
        ["reply", "wordpress:102", None],
        ["reply", "wordpress:103", "1"],
        ["reply", "wordpress:104", "2"],
        ["reply", "wordpress:105", None],
    ]
