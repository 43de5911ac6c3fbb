"""The whole way of the seed article, as its people go it: import, answer, moderate, translate, read."""

import re

from playwright.sync_api import expect

TITLE = "Joyeux Noël aux Community Managers"


def heading(page):
    return page.locator("#discussion h2").first


def shown(page):
    """The discussion as data: kind, WordPress id, number and writer of each reply, in reading order."""
    return page.locator("[data-reply]").evaluate_all(
        """replies => replies.map(reply => [
            reply.dataset.kind,
            reply.dataset.source ?? "",
            reply.dataset.number ?? "",
            reply.querySelector("[data-author]")?.closest("[data-reply]") === reply
                ? reply.querySelector("[data-author]").textContent.trim() : "",
        ])"""
    )


def reply_with(page, text):
    return page.locator("[data-reply]").filter(has=page.get_by_text(text)).last


def fill_in(page, *, name="Yaëlle", email="yaelle@lecteurs.example", text):
    page.fill("[name=name]", name)
    page.fill("[name=email]", email)
    page.fill("[name=text]", text)
    page.click("form.reply-form [type=submit]")


def confirm(page, site, text):
    """Do what the mail asks for: open its link, and say that the reply is one's own."""
    mail = next(mail for mail in reversed(site.mails()) if text in mail)
    page.goto(re.search(r"http://\S+/me/\S+", mail)[0])
    expect(page.locator("main")).to_contain_text(text)
    page.get_by_role("button", name="Oui, cette réponse est de moi").click()
    expect(page.locator("[role=status]")).to_contain_text("attente")


def decide(moderator, text, decision):
    moderator.goto("/admin/replies/?state=all")
    row = moderator.locator("tr").filter(has_text=text)
    row.get_by_role("button", name=re.compile(f"^{decision}")).click()
    expect(moderator.locator(".messages")).to_contain_text("La réponse")


def test_old_address_leads_to_the_article_and_its_threads(page, seed_article):
    page.goto(seed_article)
    expect(page.locator("h1")).to_have_text(TITLE)
    assert page.url.endswith("/articles/joyeux-noel-aux-community-managers/")
    expect(page.locator("[data-body] h2")).to_have_text(
        [
            "Une année 2012 riche pour les Community Managers",
            "Une année 2012 charnière sur les réseaux sociaux",
        ]
    )
    expect(page.locator("article")).to_contain_text("23 décembre 2011")
    shares = page.locator("[data-share]").evaluate_all("links => links.map(link => link.dataset.share)")
    assert shares == ["x", "facebook", "email"]
    expect(heading(page)).to_have_text(re.compile(rf"5 réponses à «\s{TITLE}\s»"))
    assert shown(page) == [
        ["placeholder", "wordpress:101", "", ""],
        ["reply", "wordpress:102", "", "Loïc"],
        ["reply", "wordpress:103", "1", "Laurent B."],
        ["reply", "wordpress:104", "2", "David"],
        ["reply", "wordpress:105", "", "Loïc"],
    ]
    expect(page.locator("[data-role=author] .reply__badge")).to_have_text(["Auteur", "Auteur"])


def test_old_anchor_still_lands(page, seed_article):
    page.goto(f"{seed_article}#comment-104")
    expect(page.locator("#comment-104")).to_be_in_viewport()


def test_import_twice_is_once(page, site, seed_article, seed):
    page.goto(seed_article)
    before = shown(page)
    site.manage("import_wordpress", seed)
    page.reload()
    assert shown(page) == before


def test_reader_answers_without_account_and_script_and_a_moderator_decides(
    plain_reader, log_in, seed_article, site
):
    reader = plain_reader
    reader.goto(seed_article)
    fill_in(reader, text="Quinze ans plus tard, le métier existe encore !")
    expect(reader.locator("[role=status]")).to_contain_text("attente")
    expect(reader.locator("main")).to_contain_text("Quinze ans plus tard")
    confirm(reader, site, "Quinze ans plus tard")
    reader.goto(seed_article)
    expect(heading(reader)).to_contain_text("5 réponses")

    moderator = log_in("moderation")
    decide(moderator, "Quinze ans plus tard", "Publier")
    reader.reload()
    expect(heading(reader)).to_contain_text("6 réponses")
    assert shown(reader)[-1] == ["reply", "", "3", "Yaëlle"]

    reply_with(reader, "Quinze ans plus tard").get_by_role("link", name=re.compile("^Répondre")).click()
    expect(reader.locator("blockquote")).to_contain_text("Quinze ans plus tard")
    fill_in(reader, name="Bérénice", email="berenice@lecteurs.example", text="Et il s’enseigne, désormais.")
    confirm(reader, site, "Et il s’enseigne")
    decide(moderator, "Et il s’enseigne", "Publier")
    reader.goto(seed_article)
    expect(heading(reader)).to_contain_text("7 réponses")
    assert shown(reader)[-1] == ["reply", "", "", "Bérénice"]

    decide(moderator, "Quinze ans plus tard", "Retirer")
    reader.reload()
    expect(reader.locator("[data-tombstone]")).to_contain_text("Réponse retirée")
    expect(reader.locator("#discussion")).not_to_contain_text("Quinze ans plus tard")
    expect(reader.locator("#discussion")).to_contain_text("Et il s’enseigne")
    expect(heading(reader)).to_contain_text("7 réponses")


def test_rejected_reply_is_never_shown_and_its_writer_is_told(plain_reader, log_in, seed_article, site):
    plain_reader.goto(seed_article)
    fill_in(plain_reader, name="Casimir", email="casimir@lecteurs.example", text="Achetez mes montres.")
    receipt = plain_reader.url
    confirm(plain_reader, site, "Achetez mes montres")
    decide(log_in("moderation"), "Achetez mes montres", "Refuser")
    plain_reader.goto(seed_article)
    expect(plain_reader.locator("#discussion")).not_to_contain_text("montres")
    plain_reader.goto(receipt)
    expect(plain_reader.locator("[role=status]")).not_to_contain_text("attente")


def test_faulty_form_says_so_in_french_and_keeps_the_text(plain_reader, seed_article):
    reader = plain_reader
    reader.goto(seed_article)
    fill_in(reader, name="", email="pas-une-adresse", text="Un texte auquel je tiens.")
    expect(reader.locator("[name=text]")).to_have_value("Un texte auquel je tiens.")
    expect(reader.locator("#id_name_error")).to_be_visible()
    expect(reader.locator("#id_email_error")).to_be_visible()
    reader.locator(".error-summary a").first.click()
    expect(reader.locator("[name=name]")).to_be_in_viewport()
    assert reader.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_article_page_sets_no_cookie_and_is_the_same_for_everybody(window, seed_article):
    contents = []
    for language in ("fr-FR", "en-GB"):
        reader = window(locale=language)
        contents.append(reader.goto(seed_article).body())
        assert reader.context.cookies() == []
    assert contents[0] == contents[1]
    assert b"csrfmiddlewaretoken" not in contents[0]


def test_moderator_may_not_edit_pages(log_in, seed_article):
    moderator = log_in("moderation")
    expect(moderator.get_by_role("link", name=re.compile("Réponses")).first).to_be_visible()
    moderator.goto("/admin/pages/")
    expect(moderator.locator("body")).not_to_contain_text(TITLE)


def test_editor_is_greeted_in_french(log_in, seed_article):
    editor = log_in("redaction")
    expect(editor.locator("html")).to_have_attribute("lang", "fr")
    expect(editor.locator("main")).to_contain_text("Sommaire du site")
    expect(editor.get_by_role("link", name="Rubriques")).to_be_visible()
