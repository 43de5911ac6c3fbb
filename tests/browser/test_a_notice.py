"""A notice of illegal content runs from the form under a reply to the mails of both sides."""

import re

from playwright.sync_api import expect
from writing import ARTICLE, SLUG

TEXT = "Le banc de la rue des Tanneurs a été volé par Nadia, tout le monde le sait."
WRITER = "basile@lecteurs.example"
SAY = """
from django.utils import timezone
from discussions import moderation, rendering
from discussions.models import Discussion, Participant, Reply
discussion = Discussion.objects.get(page__slug={slug!r}, locale__language_code="fr")
basile = Participant.objects.create(name="Basile", email={email!r}, verified_at=timezone.now())
html, plain = rendering.render({text!r}, "markdown")
reply = Reply(discussion=discussion, participant=basile, name="Basile", language="fr", text={text!r},
              html=html, plain=plain, render_version=rendering.RENDER_VERSION)
print(moderation.receive(reply, "published", rule="import").public_id)
"""


def fits(page):
    page.wait_for_load_state()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def mail_with(site, words):
    return next(mail for mail in reversed(site.mails()) if words in mail)


def test_a_notice_runs_from_the_form_to_the_mails_of_both_sides(plain_reader, log_in, site, axe):
    said = SAY.format(slug=SLUG, email=WRITER, text=TEXT)
    public_id = site.manage("shell", "-c", said).split()[-1]
    reader = plain_reader
    reader.goto(ARTICLE)
    reader.locator(f"#reponse-{public_id}").get_by_role("link", name="Signaler").click()
    expect(reader.locator("h1")).to_have_text("Signaler une réponse")
    fits(reader)
    reader.get_by_role("link", name="notification complète").click()
    expect(reader.locator("h1")).to_have_text("Notifier un contenu illicite")
    fits(reader)
    reader.get_by_role("button", name="Envoyer la notification").click()
    expect(reader.locator(".error-summary")).to_contain_text("Expliquez en quoi elle est illicite")
    reader.select_option("[name=reason]", "illegal_defamation")
    reader.fill("[name=text]", "Je n’ai rien volé.")
    reader.fill("[name=name]", "Nadia Benali")
    reader.fill("[name=email]", "nadia@librairie.example")
    reader.check("[name=good_faith]")
    reader.get_by_role("button", name="Envoyer la notification").click()
    reference = reader.locator("[role=status] strong").inner_text()
    fits(reader)
    assert reference in mail_with(site, "nous avons reçu votre notification")

    moderator = log_in("moderation", viewport={"width": 320, "height": 640})
    moderator.goto("/admin/reply-reports/")
    axe(moderator)
    fits(moderator)
    moderator.get_by_role("link", name=reference).click()
    moderator.wait_for_url(f"**/{reference}/")
    axe(moderator)
    fits(moderator)
    moderator.select_option("[name=reason]", "illegal_defamation")
    moderator.get_by_role("button", name=re.compile("^Retirer")).click()
    moderator.wait_for_url("**/admin/reply-reports/")
    expect(moderator.locator(".messages")).to_contain_text("est retirée")

    assert reference in mail_with(site, "la réponse est retirée du site")
    reasons = mail_with(site, "Nous avons retiré votre réponse")
    assert "notification de contenu illicite" in reasons
    assert "Nadia Benali" not in reasons
    reader.reload()
    expect(reader.locator("[role=status]")).to_contain_text("la réponse est retirée du site")
    reader.goto(ARTICLE)
    expect(reader.locator(f"#reponse-{public_id}")).to_have_count(0)

    writer_link = re.search(r"http://\S+/me/\S+", reasons)[0]
    reader.goto(writer_link)
    reader.get_by_role("link", name="Contester la décision").click()
    expect(reader.locator("h1")).to_have_text("Contester la décision")
    fits(reader)
    reader.fill("[name=text]", "C’était une plaisanterie.")
    reader.get_by_role("button", name="Envoyer la contestation").click()
    expect(reader.locator("[data-appeal=open]")).to_be_visible()


def test_the_forms_are_accessible(window, axe):
    for scheme in ("light", "dark"):
        reader = window(viewport={"width": 320, "height": 640}, color_scheme=scheme)
        reader.goto(ARTICLE)
        reader.get_by_role("link", name="Signaler").first.click()
        axe(reader)
        reader.get_by_role("link", name="notification complète").click()
        reader.get_by_role("button", name="Envoyer la notification").click()
        axe(reader)
        reader.goto(ARTICLE)
        reader.get_by_role("link", name="Exercer un droit de réponse").click()
        axe(reader)
