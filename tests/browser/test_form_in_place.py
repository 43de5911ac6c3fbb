"""The form opens under the reply that is answered, for the keyboard, on small and on enlarged screens."""

import pytest
from playwright.sync_api import expect
from writing import ARTICLE, TEXT, answer_link, drafts, field, has_no_draft, is_received, send, sign, write

ZOOMED = {"width": 320, "height": 256}


@pytest.fixture
def reader(window):
    page = window()
    page.goto(ARTICLE)
    return page


def place(page):
    return page.locator(".reply-place")


def parent(page):
    return page.locator("form[data-reply-form] [name=parent]").input_value()


def test_keyboard_alone_opens_writes_and_sends(reader):
    link = answer_link(reader)
    expect(link).to_have_attribute("aria-expanded", "false")
    link.focus()
    reader.keyboard.press("Enter")
    expect(link).to_have_attribute("aria-expanded", "true")
    expect(place(reader).get_by_role("heading")).to_have_text("Répondre à Rachid")
    expect(field(reader)).to_be_focused()
    for text in (TEXT, "Ondine", "ondine@lecteurs.example"):
        reader.keyboard.type(text)
        reader.keyboard.press("Tab")
    reader.keyboard.press("Enter")
    is_received(reader)
    expect(reader.locator(".reply__text")).to_have_text(TEXT)


@pytest.mark.parametrize("how", ["Escape", "Annuler"])
def test_it_closes_and_gives_the_focus_back(reader, how):
    answer_link(reader).click()
    reader.keyboard.type("À demi dit")
    if how == "Escape":
        reader.keyboard.press("Escape")
    else:
        reader.get_by_role("button", name="Annuler").click()
    expect(place(reader)).to_have_count(0)
    expect(answer_link(reader)).to_be_focused()
    expect(answer_link(reader)).to_have_attribute("aria-expanded", "false")
    assert parent(reader) == ""
    expect(field(reader)).to_have_value("")
    answer_link(reader).click()
    expect(field(reader)).to_have_value("À demi dit")


def test_there_is_one_form_and_each_addressee_has_its_text(reader):
    field(reader).fill("À l’article")
    answer_link(reader, "Maud").click()
    reader.keyboard.type("À Maud")
    answer_link(reader, "Rachid").click()
    expect(reader.locator("form[data-reply-form]")).to_have_count(1)
    expect(field(reader)).to_have_value("")
    reader.get_by_role("button", name="Répondre plutôt à l’article").click()
    expect(field(reader)).to_have_value("À l’article")
    expect(field(reader)).to_be_focused()
    assert sorted(drafts(reader)) == ["À Maud", "À l’article"]


def test_the_answer_goes_to_the_reply_it_was_opened_under(reader):
    link = answer_link(reader, "Maud")
    wanted = link.get_attribute("href").split("parent=")[1]
    link.click()
    write(reader, "Vous avez raison, Maud.")
    with reader.expect_request(lambda request: request.method == "POST") as sent:
        send(reader)
    assert f"parent={wanted}&" in sent.value.post_data
    is_received(reader)


def test_control_and_click_follow_the_link(reader):
    with reader.context.expect_page() as opened:
        answer_link(reader).click(modifiers=["ControlOrMeta"])
    expect(opened.value.locator("blockquote")).to_be_visible()
    expect(place(reader)).to_have_count(0)


def without_the_form(route):
    answer = route.fetch()
    route.fulfill(response=answer, body=answer.text().replace("data-reply-form", ""))


def test_a_page_without_a_form_leads_to_the_forms_own(reader):
    reader.route(f"**{ARTICLE}", without_the_form)
    reader.reload()
    answer_link(reader).click()
    reader.wait_for_url("**/reply/?parent=*")


def test_somebody_signed_in_keeps_the_token(log_in):
    page = log_in("moderation")
    page.goto(ARTICLE)
    answer_link(page).click()
    expect(place(page).locator("[name=csrfmiddlewaretoken]")).to_have_count(1)
    field(page).fill("La rédaction vous lit.")
    send(page)
    is_received(page)
    expect(page.locator("[data-state]")).to_have_attribute("data-state", "published")


@pytest.mark.parametrize("size", [{"width": 320, "height": 640}, ZOOMED], ids=["320 px", "400 %"])
def test_small_and_enlarged_screens_show_the_field_with_the_focus(window, size):
    page = window(viewport=size)
    page.goto(ARTICLE)
    answer_link(page).focus()
    page.keyboard.press("Enter")
    expect(field(page)).to_be_focused()
    expect(field(page)).to_be_in_viewport()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    for element in ("[data-cancel]", "form.reply-form [type=submit]"):
        assert page.locator(element).first.bounding_box()["height"] >= 24
    page.keyboard.press("Escape")
    expect(answer_link(page)).to_be_in_viewport()


def test_the_time_of_writing_is_sent_along(reader):
    write(reader)
    reader.wait_for_timeout(300)
    with reader.expect_request(lambda request: request.method == "POST") as sent:
        send(reader)
    fields = dict(part.split("=", 1) for part in sent.value.post_data.split("&"))
    assert 300 <= int(fields["elapsed"]) < 60_000
    assert len(fields["key"]) == 36


# A submission that is ignored was prevented before; the others are, too, so that the page stays.
WATCH = """
window.ignored = [];
document.querySelector("[data-reply-form]").addEventListener("submit", event => {
    window.ignored.push(event.defaultPrevented);
    event.preventDefault();
});
"""


def test_a_second_click_is_ignored_while_the_first_is_under_way(reader):
    reader.clock.install()
    reader.reload()
    write(reader)
    reader.evaluate(WATCH)
    send(reader)
    send(reader)
    assert reader.evaluate("window.ignored") == [False, True]
    expect(reader.locator("form[data-reply-form]")).to_have_attribute("aria-busy", "true")
    reader.clock.run_for(16_000)
    send(reader)
    assert reader.evaluate("window.ignored") == [False, True, False]
    expect(field(reader)).to_have_value(TEXT)


def test_a_page_gone_back_to_sends_again(reader):
    write(reader)
    reader.evaluate(WATCH)
    send(reader)
    reader.evaluate("dispatchEvent(new PageTransitionEvent('pageshow', {persisted: true}))")
    send(reader)
    assert reader.evaluate("window.ignored") == [False, False]


def test_back_and_submit_is_one_reply(reader):
    text = "Revenir en arrière n’est pas répéter."
    write(reader, text)
    send(reader)
    is_received(reader)
    first = reader.locator("main").inner_text()
    receipt = reader.url.split("?")[0]
    reader.go_back()
    sign(reader)
    field(reader).fill(text)
    send(reader)
    is_received(reader)
    assert reader.locator("main").inner_text() == first
    assert len(receipt) == len(reader.url.split("?")[0])
    has_no_draft(reader)


def test_what_is_kept_is_said_and_can_be_forgotten(reader):
    expect(reader.locator(".kept-note")).to_have_count(0)
    write(reader)
    expect(reader.locator(".kept-note")).to_contain_text("gardé sur cet appareil")
    reader.get_by_role("button", name="Oublier").click()
    expect(reader.locator(".kept-note")).to_contain_text("plus rien n’est gardé")
    expect(field(reader)).to_have_value(TEXT)
    expect(reader.locator("[name=email]")).to_have_value("")
    reader.keyboard.type(" Encore.")
    assert reader.evaluate("Object.keys(localStorage)") == []


def test_without_storage_the_form_still_opens_and_keeps_texts_apart(window):
    page = window()
    page.add_init_script(
        "Object.defineProperty(window, 'localStorage', {get() { throw new Error('Interdit') }})"
    )
    page.goto(ARTICLE)
    field(page).fill("À l’article")
    answer_link(page).click()
    expect(field(page)).to_have_value("")
    page.keyboard.press("Escape")
    expect(field(page)).to_have_value("À l’article")
    write(page)
    send(page)
    is_received(page)


def test_what_was_typed_before_the_script_came_is_not_overwritten(window):
    page = window()
    page.goto(ARTICLE)
    field(page).fill("Un brouillon d’hier")
    page.add_init_script(
        """document.addEventListener("DOMContentLoaded", () => {}, {once: true});
        new MutationObserver(() => {
            const field = document.querySelector("[name=text]");
            if (field && !field.value) field.value = "Déjà tapé";
        }).observe(document, {childList: true, subtree: true})"""
    )
    page.goto(ARTICLE)
    expect(field(page)).to_have_value("Déjà tapé")
    page.locator("[data-unsent]").click()
    expect(page.locator("#unsent-text")).to_have_value("Un brouillon d’hier")
