"""The site as `make serve` serves it on loopback: safe settings, and still a site one can read and try."""

import re

from playwright.sync_api import expect

from accounts.backends import DEMO_PASSWORD


def test_articles_are_read_over_http_with_compressed_styles(page, production):
    answers = []
    page.on("response", lambda answer: answers.append(answer))
    page.goto(f"{production.address}/articles/le-banc-ou-l-on-se-parle/")
    expect(page.locator("h1")).to_have_text("Le banc où l’on se parle")
    assert {answer.status for answer in answers} == {200}
    styles = [answer for answer in answers if "/static/css/" in answer.url]
    assert all(re.search(r"\.[0-9a-f]{12}\.css$", answer.url) for answer in styles)
    assert all(answer.headers["content-encoding"] in {"br", "gzip"} for answer in styles)
    assert "strict-transport-security" not in answers[0].headers


def test_missing_page_is_said_in_the_language_of_its_address(page, production):
    answer = page.goto(f"{production.address}/n-existe-pas/")
    assert answer.status == 404
    expect(page.locator("html")).to_have_attribute("lang", "fr")
    page.goto(f"{production.address}/en/not-here/")
    expect(page.locator("html")).to_have_attribute("lang", "en")


def test_demo_password_opens_nothing(page, production):
    page.goto(f"{production.address}/admin/login/")
    page.fill("[name=username]", "admin")
    page.fill("[name=password]", DEMO_PASSWORD)
    page.press("[name=password]", "Enter")
    expect(page.locator("[name=password]")).to_be_visible()
    expect(page.locator(".messages .error")).to_be_visible()


def test_reply_is_taken_without_secure_cookies(window, production):
    reader = window(java_script_enabled=False)
    reader.goto(f"{production.address}/articles/les-mots-du-marche/")
    reader.fill("[name=name]", "Odile")
    reader.fill("[name=email]", "odile@lecteurs.example")
    reader.fill("[name=text]", "Chez nous on dit « une poche » !")
    reader.click("form.reply-form [type=submit]")
    expect(reader.locator("[role=status]")).to_contain_text("attente")


def test_scripts_and_what_they_import_have_their_hash(page, production):
    answers, complaints = [], []
    page.on("response", lambda answer: answers.append(answer))
    page.on("console", lambda message: complaints.append(message.text))
    page.goto(f"{production.address}/articles/les-mots-du-marche/")
    page.wait_for_load_state("networkidle")
    scripts = [answer for answer in answers if "/static/js/discussion" in answer.url]
    assert len(scripts) > 2
    assert all(re.search(r"\.[0-9a-f]{12}\.js$", script.url) for script in scripts)
    assert all("immutable" in script.headers["cache-control"] for script in scripts)
    assert complaints == []
