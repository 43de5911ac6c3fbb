"""What readers do with a reply form, and what somebody else does to the discussion meanwhile."""

from playwright.sync_api import expect

ARTICLE = "/articles/le-banc-ou-l-on-se-parle/"
SLUG = "le-banc-ou-l-on-se-parle"
TEXT = "J’y tiens : « Quinze ans plus tard », le banc est toujours là !"

SAY = """
from discussions import moderation, rendering
from discussions.models import Discussion, Participant, Reply
discussion = Discussion.objects.get(page__slug={slug!r}, locale__language_code="fr")
writer = {email!r} and Participant.objects.get_or_create(name={name!r}, email={email!r})[0] or None
html, plain = rendering.render({text!r}, "markdown")
reply = Reply(discussion=discussion, name={name!r}, language="fr", text={text!r}, html=html, plain=plain,
              participant=writer, render_version=rendering.RENDER_VERSION)
print(moderation.receive(reply, {state!r}, rule="import").public_id)
"""
REMOVE = """
from discussions import moderation
from discussions.models import Reply
moderation.remove(Reply.objects.get(public_id={public_id!r}))
"""
SET_STATUS = """
from discussions.models import Discussion
Discussion.objects.filter(page__slug={slug!r}, locale__language_code="fr").update(status={status!r})
"""


def say(site, text, *, name="Suzanne", email="", state="published"):
    """Put a reply under the article and return its public id; with an address it is a participant's."""
    said = SAY.format(slug=SLUG, text=text, name=name, email=email, state=state)
    return site.manage("shell", "-c", said).split()[-1]


def remove(site, public_id):
    site.manage("shell", "-c", REMOVE.format(public_id=public_id))


def set_status(site, status):
    site.manage("shell", "-c", SET_STATUS.format(slug=SLUG, status=status))


def sign(page, *, name="Yaëlle", email="yaelle@lecteurs.example"):
    page.fill("[name=name]", name)
    page.fill("[name=email]", email)


def write(page, text=TEXT):
    sign(page)
    page.fill("[name=text]", text)


def send(page):
    page.locator("form.reply-form [type=submit]").first.click()


def is_received(page):
    expect(page.locator("[data-accepted-key]")).to_contain_text("réponse")


def field(page):
    return page.locator("[name=text]")


def answer_link(page, name="Rachid"):
    return page.get_by_role("link", name=f"Répondre à {name}", exact=True).first


def unsent_button(page):
    return page.locator("[data-unsent]")


def has_no_draft(page):
    """Wait until nothing is kept in this browser; the script of a receipt comes after its words."""
    page.wait_for_function("!Object.keys(localStorage).some(name => name.startsWith('causerie:draft:'))")


def drafts(page):
    """The texts that are kept in this browser."""
    return page.evaluate(
        """Object.keys(localStorage).filter(name => name.startsWith("causerie:draft:"))
            .map(name => JSON.parse(localStorage.getItem(name)).text)"""
    )
