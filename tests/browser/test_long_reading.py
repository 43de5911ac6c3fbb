"""Long, deep and odd discussions in a real window: one finds the reply, and nothing moves sideways."""

import json

import pytest
from playwright.sync_api import expect

SETUP = """
import json
from articles.models import ArticleIndexPage, ArticlePage
from tests.crowd import fill, fill_oddly

index = ArticleIndexPage.objects.get(slug="articles", locale__language_code="fr")
many = index.add_child(instance=ArticlePage(title="Dix mille réponses", slug="dix-mille", body=[]))
odd = index.add_child(instance=ArticlePage(title="Cinquante étages", slug="cinquante-etages", body=[]))
replies = fill(many, 10_000).replies.order_by("stands_at", "pk")
top = replies.filter(root=None).order_by("-answer_count", "pk").first()
chain = fill_oddly(odd).replies.get(root=None)
print(json.dumps({"many": many.url, "odd": odd.url, "reply": replies[9_998].public_id,
                  "last_top": replies.filter(root=None).last().public_id, "thread": top.public_id,
                  "chain": chain.public_id}))
"""
PHONE = {"width": 320, "height": 640}
NO_SIDEWAYS = "document.documentElement.scrollWidth <= innerWidth"


@pytest.fixture(scope="session")
def crowd(site):
    """Addresses and public ids of a discussion of 10,000 and of a chain of fifty odd texts."""
    return json.loads(site.manage("shell", "--verbosity", "0", "-c", SETUP).splitlines()[-1])


def thread_url(public_id):
    return f"/-/discussions/thread/{public_id}/"


@pytest.mark.parametrize("which", ["reply", "last_top"])
def test_permalink_lands_on_the_reply_wherever_it_stands(plain_reader, crowd, which):
    plain_reader.goto(f"/-/discussions/reply/{crowd[which]}/")
    reply = plain_reader.locator(f"#reponse-{crowd[which]}")
    expect(reply).to_be_in_viewport()
    assert plain_reader.url.endswith(f"#reponse-{crowd[which]}")


def test_reader_turns_the_pages_without_script(plain_reader, crowd):
    plain_reader.goto(crowd["many"])
    plain_reader.get_by_role("navigation", name="Pages de la discussion").get_by_role(
        "link", name="Page 2", exact=True
    ).click()
    expect(plain_reader.locator("#discussion-heading")).to_be_in_viewport()
    expect(plain_reader.locator("#discussion ol > li[value]").first).to_have_attribute("value", "51")
    plain_reader.get_by_role("link", name="Plus récentes").click()
    expect(plain_reader.locator("#discussion ol > li[value]").first).to_have_attribute("value", "4000")
    more = plain_reader.locator(".thread__more a").first
    more.click()
    expect(plain_reader.locator("h1")).to_contain_text("Fil nº")
    plain_reader.get_by_role("link", name="Revenir à la discussion").click()
    assert plain_reader.url.split("?")[0].endswith(crowd["many"])


@pytest.mark.parametrize("page", ["article", "thread"])
def test_fifty_answers_deep_one_still_reads_on_a_small_phone(plain_reader, crowd, page):
    plain_reader.goto(crowd["odd"] if page == "article" else thread_url(crowd["chain"]))
    assert plain_reader.evaluate(NO_SIDEWAYS)
    widths = plain_reader.locator("[data-text]").evaluate_all("texts => texts.map(text => text.clientWidth)")
    assert len(widths) == 51
    assert min(widths) >= 240
    spilt = plain_reader.locator("[data-text] *").evaluate_all(
        "parts => parts.filter(part => part.getBoundingClientRect().right > innerWidth).length"
    )
    assert spilt == 0


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1280])
def test_axe_finds_nothing_on_any_page_of_a_discussion(window, crowd, axe, scheme, width):
    reader = window(color_scheme=scheme, viewport={"width": width, "height": 900})
    for url in (
        "/articles/le-banc-ou-l-on-se-parle/",
        f"{crowd['many']}?page=2",
        thread_url(crowd["thread"]),
        crowd["odd"],
    ):
        reader.goto(url)
        assert reader.evaluate(NO_SIDEWAYS)
        axe(reader)
