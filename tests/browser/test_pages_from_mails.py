"""The pages that mails lead to, on a small screen: a moderator decides, a reader follows no more."""

import re

from playwright.sync_api import expect

# An address follows a discussion and a thread of another one; then a reply to the first appears.
FOLLOW = """
from discussions import following, moderation
from discussions.models import Discussion, Reply
reply = Reply.objects.filter(name={name!r}).latest("pk")
thread = Reply.objects.visible().filter(parent=None).exclude(discussion=reply.discussion).first()
told = {{"email": "lise@tilleul.example", "language": "fr", "is_proven": True}}
following.follow(reply.discussion, scope="discussion", **told)
following.follow(thread.discussion, scope="thread", reply=thread, frequency="daily", **told)
moderation.publish(reply)
"""


def fits(page):
    page.wait_for_load_state()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def link_in(site, words, path):
    mail = next(mail for mail in reversed(site.mails()) if words in mail)
    return re.search(rf"http://\S+/{path}/\S+", mail)[0]


def test_a_moderator_asks_to_be_told_and_decides_from_the_mail(log_in, window, arrive, site, axe):
    moderator = log_in("moderation", viewport={"width": 320, "height": 640})
    moderator.goto("/admin/account/?tab=notifications")
    moderator.get_by_role("tab", name="Notifications").click()
    moderator.get_by_role("radio", name="à chaque réponse").check()
    axe(moderator)
    fits(moderator)
    moderator.get_by_role("button", name="Enregistrer").click()
    expect(moderator.locator(".messages")).to_be_visible()

    arrive(1, "Tilleul")
    link = link_in(site, "Tilleul 0 a répondu", "moderate")
    for scheme in ("light", "dark"):
        page = window(viewport={"width": 320, "height": 640}, color_scheme=scheme)
        page.goto(link)
        expect(page.locator("h1")).to_have_text("Une réponse à modérer")
        axe(page)
        fits(page)
    page.get_by_role("button", name="Publier").click()
    expect(page.locator("[data-state=published]")).to_be_visible()
    axe(page)
    fits(page)
    page.goto(f"{link[:-9]}/")
    expect(page.locator("h1")).to_have_text("Ce lien ne sert plus")
    axe(page)
    fits(page)


def test_a_reader_follows_no_more_changes_their_mind_and_ends_everything(window, arrive, site, axe):
    arrive(1, "Charmille")
    site.manage("shell", "-c", FOLLOW.format(name="Charmille 0"))
    link = link_in(site, "Charmille 0 a écrit", "unsubscribe")
    for scheme in ("light", "dark"):
        page = window(viewport={"width": 320, "height": 640}, color_scheme=scheme)
        page.goto(link)
        axe(page)
        fits(page)
    page.get_by_role("button", name="Ne plus me prévenir").click()
    expect(page.locator("[role=status]")).to_be_visible()
    axe(page)
    page.get_by_role("button", name="Annuler").click()
    page.get_by_role("button", name="Tout arrêter").click()
    expect(page.get_by_role("button")).to_have_count(1)
    axe(page)
    page.goto(f"{link[:-9]}/")
    axe(page)
    fits(page)
