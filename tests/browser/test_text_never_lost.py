"""Eleven ways for a reply not to arrive; after each its text is still there, and can still be sent."""

import pytest
from playwright.sync_api import expect
from writing import (
    ARTICLE,
    TEXT,
    answer_link,
    drafts,
    field,
    has_no_draft,
    is_received,
    remove,
    say,
    send,
    set_status,
    sign,
    unsent_button,
    write,
)

from accounts.backends import DEMO_PASSWORD

PHONE = {"width": 320, "height": 640}


@pytest.fixture(params=[True, False], ids=["script", "plain"])
def reader(request, window):
    """A reader in front of the article, with JavaScript and without."""
    page = window(java_script_enabled=request.param, viewport=PHONE)
    page.goto(ARTICLE)
    return page


@pytest.fixture
def scripted(window):
    page = window(viewport=PHONE)
    page.goto(ARTICLE)
    return page


@pytest.fixture
def close(site):
    """Return a function that closes the discussion, which is opened again afterwards."""
    yield lambda: set_status(site, "closed")
    set_status(site, "open")


def sends_after_all(page):
    """Come back to the article: the text is there, and is sent."""
    page.unroute("**/reply/")
    page.goto(ARTICLE)
    expect(field(page)).to_have_value(TEXT)
    send(page)
    is_received(page)
    has_no_draft(page)
    page.goto(ARTICLE)
    expect(field(page)).to_have_value("")


def test_a_faulty_form(reader):
    write(reader)
    reader.fill("[name=email]", "pas-une-adresse")
    send(reader)
    expect(reader.locator("#id_email_error")).to_be_visible()
    expect(field(reader)).to_have_value(TEXT)
    sign(reader)
    send(reader)
    is_received(reader)


def post_as_from_elsewhere(route):
    headers = route.request.headers | {"sec-fetch-site": "cross-site"}
    route.fulfill(response=route.fetch(headers=headers, max_redirects=0))


def test_403_because_no_browser_vouches_for_it(reader):
    write(reader)
    reader.route("**/reply/", post_as_from_elsewhere)
    send(reader)
    expect(reader.locator("h1")).to_contain_text("réponse est-elle de vous")
    expect(field(reader)).to_have_value(TEXT)
    reader.unroute("**/reply/")
    send(reader)
    is_received(reader)


def test_403_leaves_the_draft_until_it_is_confirmed(scripted):
    write(scripted)
    scripted.route("**/reply/", post_as_from_elsewhere)
    send(scripted)
    expect(scripted.locator("h1")).to_contain_text("réponse est-elle de vous")
    assert drafts(scripted) == [TEXT]
    scripted.unroute("**/reply/")
    send(scripted)
    is_received(scripted)
    has_no_draft(scripted)


def test_409_shows_the_text(reader, close):
    text = "Trop tard peut-être, mais j’y tiens."
    write(reader, text)
    close()
    send(reader)
    expect(reader.locator("h1")).to_contain_text("fermée")
    expect(reader.locator(".kept-text")).to_have_value(text)


@pytest.mark.parametrize("status", [429, 500, 503])
def test_an_answer_that_holds_nothing(scripted, status):
    write(scripted)
    scripted.route("**/reply/", lambda route: route.fulfill(status=status, body="Plus tard."))
    send(scripted)
    expect(scripted.locator("body")).to_have_text("Plus tard.")
    sends_after_all(scripted)


def send_in_vain(page):
    send(page)
    page.wait_for_function("location.protocol === 'chrome-error:'")


@pytest.mark.parametrize("failure", ["timedout", "connectionreset", "failed"])
def test_no_answer_at_all(scripted, failure):
    write(scripted)
    scripted.route("**/reply/", lambda route: route.abort(failure))
    send_in_vain(scripted)
    sends_after_all(scripted)


def test_an_answer_lost_on_the_way_makes_no_second_reply(scripted):
    """The server has it, the reader has seen no answer: sent again, it is the same reply."""
    receipts = []

    def take_and_lose(route):
        receipts.append(route.fetch(max_redirects=0).headers["location"])
        route.abort("connectionreset")

    write(scripted, "Ce texte n’est envoyé qu’une fois.")
    scripted.route("**/reply/", take_and_lose)
    for _ in range(2):
        send_in_vain(scripted)
        scripted.goto(ARTICLE)
    # A receipt's address is the reply's public id, signed with the time.
    first, again = ({"reply": url.split(":")[0], "key": url.split("?key=")[1]} for url in receipts)
    assert first == again


@pytest.mark.parametrize("has_script", [True, False], ids=["script", "plain"])
def test_a_session_that_expired(log_in, has_script):
    page = log_in("moderation", java_script_enabled=True, viewport=PHONE)
    if not has_script:
        page.route("**/static/js/**", lambda route: route.abort())
    page.goto(ARTICLE)
    page.fill("[name=text]", TEXT)
    page.context.clear_cookies()
    send(page)
    expect(page.locator("#id_name_error")).to_be_visible()
    expect(field(page)).to_have_value(TEXT)
    sign(page)
    send(page)
    is_received(page)


def log_in_beside(page):
    other = page.context.new_page()
    other.goto("/admin/login/")
    other.fill("[name=username]", "moderation")
    other.fill("[name=password]", DEMO_PASSWORD)
    other.press("[name=password]", "Enter")
    other.wait_for_url("**/admin/")
    other.close()


def test_a_login_on_the_way(reader):
    write(reader)
    log_in_beside(reader)
    send(reader)
    is_received(reader)


def test_a_login_on_the_way_and_a_reload(scripted):
    write(scripted)
    log_in_beside(scripted)
    scripted.goto(ARTICLE)
    expect(scripted.locator("[name=csrfmiddlewaretoken]").first).to_be_attached()
    expect(scripted.locator("[name=name]")).to_have_count(0)
    expect(field(scripted)).to_have_value(TEXT)
    send(scripted)
    is_received(scripted)
    has_no_draft(scripted)


def test_a_reload(scripted):
    write(scripted)
    scripted.reload()
    expect(field(scripted)).to_have_value(TEXT)
    expect(scripted.locator("[name=name]")).to_have_value("Yaëlle")
    expect(scripted.locator("[name=email]")).to_have_value("yaelle@lecteurs.example")
    sends_after_all(scripted)


def test_a_reload_while_answering_a_reply(scripted):
    answer_link(scripted).click()
    write(scripted)
    scripted.reload()
    expect(field(scripted)).to_have_value("")
    unsent_button(scripted).click()
    expect(scripted.locator(".reply-place h3")).to_have_text("Répondre à Rachid")
    expect(field(scripted)).to_have_value(TEXT)
    expect(field(scripted)).to_be_focused()


def test_a_discussion_closed_meanwhile(scripted, site, close):
    write(scripted)
    close()
    scripted.goto(ARTICLE)
    expect(field(scripted)).to_have_count(0)
    unsent_button(scripted).click()
    expect(scripted.locator("#unsent-text")).to_have_value(TEXT)
    set_status(site, "open")
    sends_after_all(scripted)


def test_a_kept_text_can_be_discarded(scripted, close):
    write(scripted)
    close()
    scripted.goto(ARTICLE)
    unsent_button(scripted).click()
    scripted.get_by_role("button", name="Jeter ce texte").click()
    expect(scripted.locator("#unsent-text")).to_have_count(0)
    expect(unsent_button(scripted)).to_be_hidden()
    has_no_draft(scripted)


def test_an_addressee_removed_meanwhile(reader, site):
    gone = say(site, "Je retire tout ce que j’ai dit.", name="Firmin")
    reader.goto(ARTICLE)
    answer_link(reader, "Firmin").click()
    write(reader)
    remove(site, gone)
    send(reader)
    expect(reader.locator(".error-summary")).to_be_visible()
    expect(field(reader)).to_have_value(TEXT)
    send(reader)
    is_received(reader)


def test_an_addressee_removed_before_a_reload(scripted, site):
    gone = say(site, "Je retire tout, et le reste aussi.", name="Gaspard")
    scripted.goto(ARTICLE)
    answer_link(scripted, "Gaspard").click()
    write(scripted)
    remove(site, gone)
    scripted.goto(ARTICLE)
    expect(answer_link(scripted, "Gaspard")).to_have_count(0)
    unsent_button(scripted).click()
    expect(scripted.locator(".error-summary")).to_contain_text("n’est plus là")
    expect(field(scripted)).to_have_value(TEXT)
    send(scripted)
    is_received(scripted)
    has_no_draft(scripted)
