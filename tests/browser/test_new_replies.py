"""A button says that there are new replies; it moves nothing and puts nothing in by itself."""

import pytest
from playwright.sync_api import expect
from writing import ARTICLE, answer_link, field, say, unsent_button

SHIFTS = """
window.shifts = 0;
new PerformanceObserver(list => list.getEntries().forEach(entry => {
    if (!entry.hadRecentInput) window.shifts += entry.value;
})).observe({type: "layout-shift", buffered: true});
"""


class Count:
    """How many more replies there are than the page shows (None: a fault), and how often that was asked."""

    def __init__(self):
        self.more = 0
        self.asked = 0

    def answer(self, route, shown):
        self.asked += 1
        if self.more is None:
            return route.fulfill(status=500, body="")
        return route.fulfill(json={"count": shown + self.more})


@pytest.fixture
def count():
    return Count()


@pytest.fixture
def reader(window, count):
    page = window(viewport={"width": 320, "height": 640})
    page.clock.install()
    page.add_init_script(SHIFTS)
    page.goto(ARTICLE)
    shown = int(page.locator("[data-discussion-page]").get_attribute("data-count"))

    page.route("**/-/discussions/*/count/", lambda route: count.answer(route, shown))
    return page


def news(page):
    return page.locator("[data-news]")


def minutes(page, number):
    page.clock.run_for(number * 60_000 + 1_000)


@pytest.mark.parametrize(("more", "words"), [(1, "1 nouvelle réponse"), (3, "3 nouvelles réponses")])
def test_a_button_says_how_many_there_are(reader, count, more, words):
    shown = reader.locator("[data-reply]").count()
    expect(news(reader)).to_be_hidden()
    count.more = more
    minutes(reader, 1)
    expect(reader.get_by_role("status").filter(has=news(reader))).to_have_text(words, use_inner_text=True)
    expect(news(reader)).to_be_in_viewport()
    assert reader.locator("[data-reply]").count() == shown


def test_nothing_is_said_when_nothing_is_new(reader, count):
    with reader.expect_response("**/count/"):
        minutes(reader, 1)
    expect(news(reader)).to_be_hidden()
    assert count.asked == 1


def test_faults_are_met_with_patience_and_silence(reader, count):
    count.more = None
    for _ in range(7):
        minutes(reader, 1)
        reader.wait_for_timeout(300)
    assert count.asked in {2, 3}
    expect(news(reader)).to_be_hidden()


def test_a_click_leads_to_the_first_new_reply(reader, count, site):
    count.more = 1
    minutes(reader, 1)
    new = say(site, "Je passais, et je me suis assise.", name="Hortense")
    news(reader).click()
    expect(reader.locator(f"#reponse-{new}")).to_be_focused()
    expect(reader.locator(f"#reponse-{new}")).to_be_in_viewport()
    expect(news(reader)).to_be_hidden()


def test_nothing_moves_by_itself(reader, count):
    answer_link(reader).click()
    reader.keyboard.type("Un texte pour plus tard")
    # Straight to the other page would only be a jump within this one.
    reader.goto("about:blank")
    reader.goto(f"{ARTICLE}#discussion")
    expect(unsent_button(reader)).to_be_visible()
    count.more = 3
    minutes(reader, 1)
    expect(news(reader)).to_be_visible()
    field(reader).scroll_into_view_if_needed()
    reader.wait_for_timeout(100)
    assert reader.evaluate("window.shifts") == 0
