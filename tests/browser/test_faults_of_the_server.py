"""Faults of a real server, one after the other; after each the reader's text is there, and is sent."""

import time

import pytest
from breaking import FragileSite
from playwright.sync_api import expect
from serving import fresh_database, new_address
from writing import ARTICLE, answer_link, field, has_no_draft, is_received, send, sign, write

from discussions import limits

PHONE = {"width": 320, "height": 640}
TALKATIVE = "ines@intarissable.example"
# Replies are counted by windows of the clock; a test that falls into two of them may send more.
WINDOW_MARGIN_SECONDS = 20


@pytest.fixture(scope="module")
def fragile(demo, tmp_path_factory):
    folder = tmp_path_factory.mktemp("fragile")
    (folder / "database").mkdir()
    template = demo.environment["DATABASE_URL"]
    with fresh_database(folder / "database" / "fragile.sqlite3", template) as database_url:
        site = FragileSite(new_address(), database_url, demo.environment["MEDIA_ROOT"], folder)
        with site.served():
            yield site


@pytest.fixture(params=[True, False], ids=["script", "plain"])
def reader(request, window, fragile):
    """A reader in front of the article, with JavaScript and without."""
    return open_article(window, fragile, has_script=request.param)


def open_article(window, site, *, has_script):
    page = window(base_url=site.address, java_script_enabled=has_script, viewport=PHONE)
    page.goto(ARTICLE)
    return page


@pytest.fixture
def text(request):
    """Words of this test alone: the same ones again would be the same reply."""
    return f"J’y tiens : « {request.node.name} » !"


def sends_it(page):
    """Press the button of whatever form is there; afterwards nothing is kept in it."""
    send(page)
    is_received(page)
    has_no_draft(page)
    page.goto(ARTICLE)
    expect(field(page)).to_have_value("")


def fits_the_phone(page):
    assert page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]


def meets_and_outlives(page, fault, status, text):
    write(page, text)
    with fault:
        with page.expect_response("**/reply/") as answer:
            send(page)
        assert answer.value.status == status
        expect(page.locator("h1")).to_have_text("Le site ne peut pas recevoir votre réponse pour le moment")
        expect(field(page)).to_have_value(text)
        fits_the_phone(page)
    sends_it(page)


@pytest.mark.parametrize(("fault", "status"), [("flawed", 500), ("without_database", 503)])
def test_a_fault_shows_the_text_and_sends_it_again_when_it_is_over(reader, fragile, text, fault, status):
    meets_and_outlives(reader, getattr(fragile, fault)(), status, text)
    assert fragile.addressees(text) == [None]


def test_a_database_that_is_locked_for_too_long_is_such_a_fault(window, fragile, text):
    meets_and_outlives(open_article(window, fragile, has_script=False), fragile.locked(), 503, text)
    assert fragile.addressees(text) == [None]


def test_what_met_a_fault_still_answers_the_same_reply(reader, fragile, text):
    answer_link(reader).click()
    write(reader, text)
    with fragile.flawed():
        send(reader)
        expect(reader.locator("h1")).to_contain_text("ne peut pas recevoir")
        expect(field(reader)).to_have_value(text)
    sends_it(reader)
    assert fragile.addressees(text) == ["Rachid"]


def test_one_goes_back_from_a_fault_to_the_text_without_script(window, fragile, text):
    reader = open_article(window, fragile, has_script=False)
    write(reader, text)
    with fragile.without_database():
        send(reader)
        expect(reader.locator("h1")).to_contain_text("ne peut pas recevoir")
    reader.go_back()
    expect(field(reader)).to_have_value(text)
    sends_it(reader)


def write_too_much(page, text):
    """Send what one person may send within one window of the limit: the next reply is one too many."""
    rest = limits.PERSON.seconds - time.time() % limits.PERSON.seconds
    if rest < WINDOW_MARGIN_SECONDS:
        time.sleep(rest)
    address = page.locator("form.reply-form").get_attribute("action")
    for number in range(limits.PERSON.most + 1):
        form = {"name": "Inès", "email": TALKATIVE, "text": f"{text} {number}"}
        answer = page.request.post(
            address, form=form, headers={"Sec-Fetch-Site": "same-origin"}, max_redirects=0
        )
        if answer.status == 429:
            break
        assert answer.status == 303
    assert answer.status == 429


def test_too_many_replies_are_answered_with_the_form_as_it_was(reader, fragile, text):
    write(reader, text)
    sign(reader, name="Inès", email=TALKATIVE)
    write_too_much(reader, text)
    with reader.expect_response("**/reply/") as answer:
        send(reader)
    assert answer.value.status == 429
    assert 0 < int(answer.value.headers["retry-after"]) <= limits.PERSON.seconds
    expect(reader.locator(".error-summary")).to_contain_text("C’est beaucoup en peu de temps")
    expect(field(reader)).to_have_value(text)
    fits_the_phone(reader)
    sign(reader)
    sends_it(reader)
    assert fragile.addressees(text) == [None]


def send_and_give_up(page, *, after=0):
    """Press the button, wait in vain for so many milliseconds, and stop loading."""
    # Only what has begun to load can be stopped.
    with page.expect_request("**/reply/"):
        page.locator("form.reply-form [type=submit]").first.click(no_wait_after=True)
    page.wait_for_timeout(after)
    page.context.new_cdp_session(page).send("Page.stopLoading")


def test_a_server_that_never_answers_leaves_the_text_where_it_is(reader, fragile, text):
    write(reader, text)
    with fragile.stopped():
        send_and_give_up(reader)
        expect(field(reader)).to_have_value(text)
    reader.goto("/")
    reader.go_back()
    expect(field(reader)).to_have_value(text)
    sends_it(reader)
    assert fragile.addressees(text) == [None]


def test_a_tab_closed_in_front_of_a_server_that_never_answers_leaves_a_draft(window, fragile, text):
    reader = open_article(window, fragile, has_script=True)
    write(reader, text)
    with fragile.stopped():
        send_and_give_up(reader)
        tab = reader.context.new_page()
        reader.close()
    tab.goto(ARTICLE)
    expect(field(tab)).to_have_value(text)
    sends_it(tab)
    assert fragile.addressees(text) == [None]


def test_what_was_taken_after_its_reader_gave_up_is_not_taken_twice(reader, fragile, text):
    write(reader, text)
    with fragile.locked():
        send_and_give_up(reader, after=1000)
    fragile.wait_for(text)
    reader.goto("/")
    reader.go_back()
    expect(field(reader)).to_have_value(text)
    sends_it(reader)
    assert fragile.addressees(text) == [None]
