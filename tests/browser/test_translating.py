"""An editor translates the imported seed article; nothing of it is live before it is whole."""

import re

from playwright.sync_api import expect

ENGLISH = {
    "Joyeux Noël aux Community Managers": "Merry Christmas to community managers",
    "joyeux-noel-aux-community-managers": "merry-christmas",
    "Community management": "Community management",
    "community-management": "community-management",
    "Une année 2012 riche pour les Community Managers": "A rich 2012 for community managers",
}


def article_id(editor):
    """Open the imported article in the editor through the admin's search; return its id."""
    editor.goto("/admin/pages/search/?q=Community+Managers")
    editor.get_by_role("link", name=re.compile("Joyeux Noël")).first.click()
    editor.wait_for_url(re.compile(r"/admin/pages/\d+/"))
    return re.search(r"/pages/(\d+)/", editor.url).group(1)


def translate_segments(editor):
    """Fill each segment that lacks its translation, as the editor's screen offers them."""
    editor.locator("li.incomplete:visible, li.complete:visible").first.wait_for()
    while (segment := editor.locator("li.incomplete:visible")).count():
        source = segment.first.locator("p").first.inner_text().strip()
        segment.first.get_by_role("button", name="Traduire").click()
        field = editor.locator("li textarea:visible, li input[type=text]:visible").first
        field.fill(ENGLISH.get(source, f"English sentence {len(source)}"))
        with editor.expect_response(lambda response: "/strings/" in response.url):
            editor.get_by_role("button", name="Enregistrer").first.click()
        editor.wait_for_timeout(400)


def publish(editor):
    editor.locator("button[name=action][value=publish]").first.click()
    return editor.locator(".messages li")


def submit(editor, address):
    editor.goto(address)
    editor.get_by_label("Anglais").check()
    editor.get_by_role("button", name="Soumettre").click()
    editor.wait_for_load_state()


def test_editor_translates_the_seed_article_and_the_reader_switches(page, log_in, seed_article):
    editor = log_in("redaction")
    source = article_id(editor)
    submit(editor, f"/admin/localize/submit/page/{source}/")
    editor.wait_for_url("**/edit/")
    expect(publish(editor)).to_contain_text("Non publié")
    page.goto(seed_article)
    expect(page.locator("nav.languages a[hreflang=en]")).to_have_count(0)

    article = editor.url
    translate_segments(editor)
    editor.get_by_role("tab", name="Promotion").first.click()
    translate_segments(editor)
    expect(publish(editor)).to_contain_text("« Community management » n’est pas encore traduit")

    # Its rubric is translated in an editor of its own, then the article may go.
    related = editor.locator("ul").filter(has_text="0 / 2 segments").last
    with editor.expect_popup() as opened:
        related.get_by_role("button", name="Modifier").click()
    rubric = opened.value
    translate_segments(rubric)
    expect(publish(rubric)).to_contain_text("publié")
    editor.goto(article)
    expect(publish(editor)).to_contain_text("publié(e) en Anglais")

    page.goto(seed_article)
    page.locator("nav.languages a[hreflang=en]").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page.locator("h1")).to_have_text(ENGLISH["Joyeux Noël aux Community Managers"])
    expect(page.locator("[data-body] h2").first).to_have_text("A rich 2012 for community managers")
    expect(page.locator("article")).to_contain_text("Dec. 23, 2011")
    expect(page.locator("#discussion h2").first).to_contain_text("0 replies to")
    expect(page.locator("link[rel=alternate][hreflang=fr]")).to_have_count(1)
    page.locator("nav.languages a[hreflang=fr]").click()
    expect(page.locator("html")).to_have_attribute("lang", "fr")
