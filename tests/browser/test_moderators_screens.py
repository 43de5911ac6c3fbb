"""All of the moderators’ screens, and two ways through: a word list, and a person who is to be erased."""

import json
import re

import pytest
from playwright.sync_api import expect
from writing import ARTICLE, SLUG, say

from accounts.backends import DEMO_PASSWORD

# Accessible on a telephone, too: where whole lists become cards, and the longest form. The other tests of
# moderating, sanctions and reports go through their screens at that width.
NARROW = {
    "replies/?state=all",
    "replies/batches/",
    "replies/discussions/",
    "reply-rules/",
    "reply-rules/new/",
}

# A reply in each state that has a screen of its own, reports of each kind, a list and a batch.
FILL = """
import json
from django.contrib.auth import get_user_model
from django.utils import timezone
from discussions import batches, moderation, reports, rules
from discussions.decisions import ACTS
from discussions.models import Discussion, Participant, Reply, Rule
moussa = get_user_model().objects.get(username="moderation")
page = Discussion.objects.get(page__slug={slug!r}, locale__language_code="fr").page
maud = Participant.objects.filter(name="Maud").first()
maud.notes.create(text={long!r}, actor=moussa)
reply = Reply.objects.filter(discussion__page=page, state="published").order_by("pk")[0]
light = reports.report(reply, subject="voisine", reason="insults", text="Pas très gentil.", language="fr")
notice = reports.notify(reply, reason="illegal_defamation", text="C’est faux.", name="Nadia Benali",
                        email="nadia@librairie.example", language="fr")
moderation.remove(reply, actor=moussa, reason="insults", statement="C’est une attaque.", note={long!r})
moderation.publish(reply, actor=moussa)
reply.refresh_from_db()
opened = reports.report(reply, subject="voisin", reason="spam", text="", language="fr")
rule = Rule(name="Paris", terms="paris sportif*", in_text=True, effect="hold")
rules.save(rule, is_active=True, actor=moussa)
waits = Reply.objects.get(public_id={waits!r})
batch = batches.start(moussa, ACTS["reject"], Reply.objects.filter(pk=waits.pk), seen_at=timezone.now())
batches.advance(batch, 1)
print(json.dumps([
    "replies/", "replies/?state=all", "replies/?q=introuvable", f"replies/{{reply.public_id}}/",
    f"replies/{{waits.public_id}}/",
    f"replies/batches/new/?scope=checked&act=publish&reply={{waits.public_id}}",
    "replies/batches/", f"replies/batches/{{batch.pk}}/",
    "replies/discussions/", f"replies/policy/{{page.pk}}/",
    "participants/", f"participants/{{maud.pk}}/", f"participants/{{maud.pk}}/erase/",
    f"participants/sanction/banned/?id={{maud.pk}}",
    "reply-reports/?status=all", f"reply-reports/{{opened.reference}}/",
    f"reply-reports/{{notice.reference}}/", "reply-rules/", "reply-rules/new/", f"reply-rules/{{rule.pk}}/",
    f"reply-rules/{{rule.pk}}/delete/", "",
]))
"""


@pytest.fixture
def screens(site):
    """The addresses of the moderators’ screens, with something on each."""
    waits = say(site, "Et les bancs publics de Brassens ?", name="Anselme", state="pending")
    script = FILL.format(slug=SLUG, waits=waits, long="a" * 300)
    return json.loads(site.manage("shell", "-c", script).splitlines()[-1])


def test_every_screen_is_accessible_fits_and_keeps_to_the_policy(log_in, screens, axe, fits):
    page = log_in("admin", viewport={"width": 1440, "height": 900})
    complaints = []
    page.on("console", lambda message: complaints.append(message.text))
    for address in screens:
        answer = page.goto(f"/admin/{address}")
        assert answer.ok, address
        axe(page)
        assert fits(page), address
        page.set_viewport_size({"width": 320, "height": 900})
        if address in NARROW:
            # Anew: Wagtail moves its menu away in some time.
            page.reload()
            axe(page)
        assert fits(page), address
        page.set_viewport_size({"width": 1440, "height": 900})
    assert [text for text in complaints if "Content Security Policy" in text] == []


def test_a_word_list_is_written_tried_activated_and_holds_the_next_reply(log_in, plain_reader, site):
    say(site, "On y joue à la pétanque jusqu’à la nuit.", name="Marius")
    page = log_in("moderation")
    page.goto("/admin/reply-rules/")
    page.get_by_role("link", name="Ajouter une liste").click()
    page.get_by_role("textbox", name="Nom").fill("Jeux de boules")
    page.get_by_role("textbox", name="Termes").fill("petanque*")
    expect(page.get_by_role("button", name="Activer", exact=True)).to_have_count(0)
    page.get_by_role("button", name="Essayer la liste").click()
    expect(page.locator("#trial")).to_contain_text("On y joue à la pétanque")
    page.get_by_role("button", name="Activer", exact=True).click()
    expect(page.locator(".messages")).to_contain_text("« Jeux de boules »")

    plain_reader.goto("/articles/les-mots-du-marche/")
    plain_reader.fill("[name=name]", "Fanny")
    plain_reader.fill("[name=email]", "fanny@lecteurs.example")
    plain_reader.fill("[name=text]", "Chez nous, les pétanques se disent « parties ».")
    plain_reader.get_by_role("button", name="Envoyer la réponse").click()
    expect(plain_reader.locator("[role=status]")).to_contain_text("confirmez-la")
    mail = next(mail for mail in reversed(site.mails()) if "les pétanques" in mail)
    plain_reader.goto(re.search(r"http://\S+/me/\S+", mail)[0])
    plain_reader.get_by_role("button", name="Oui, cette réponse est de moi").click()
    expect(plain_reader.locator("[role=status]")).to_contain_text("un modérateur la lira")
    page.goto("/admin/replies/?q=Fanny")
    page.get_by_role("link", name="Chez nous, les pétanques").click()
    expect(page.locator(".reply-findings").last).to_contain_text("« Jeux de boules »")
    expect(page.locator(".reply-findings").last).to_contain_text("« petanque* »")


def test_whoever_changes_a_list_after_a_colleague_sees_so_where_the_page_opens(log_in, site):
    first, second = log_in("moderation"), log_in("admin")
    first.goto("/admin/reply-rules/new/")
    first.get_by_role("textbox", name="Nom").fill("Loteries")
    first.get_by_role("textbox", name="Termes").fill("loto")
    first.get_by_role("button", name="Enregistrer sans activer").click()
    for page in (first, second):
        page.goto("/admin/reply-rules/")
        page.get_by_role("link", name="Loteries").click()
    first.get_by_role("textbox", name="Termes").fill("loto\ntombola")
    first.get_by_role("button", name="Enregistrer sans activer").click()
    second.get_by_role("button", name="Essayer la liste").click()
    second.get_by_role("button", name="Enregistrer sans activer").click()
    expect(second.get_by_text("Rien n’est enregistré")).to_be_in_viewport()
    expect(second.get_by_role("button", name="Enregistrer à la place de sa liste")).to_have_count(1)
    expect(second.get_by_role("button", name="Activer", exact=True)).to_have_count(0)


def test_what_is_against_a_note_or_an_answer_is_said_where_the_page_opens(log_in, arrive):
    arrive(1, "Sorbier")
    page = log_in("moderation")
    page.goto("/admin/replies/?q=Sorbier")
    page.get_by_role("link", name="Sorbier numéro 0").click()
    page.get_by_role("button", name="Publier et répondre").click()
    expect(page.get_by_text("Écrivez votre réponse avant de l’envoyer.").first).to_be_in_viewport()
    page.get_by_role("link", name="Sorbier 0", exact=True).click()
    page.get_by_role("textbox", name="Nouvelle note").fill("é" * 2001)
    page.get_by_role("button", name="Enregistrer la note").click()
    expect(page.get_by_text("2 000 caractères au plus").first).to_be_in_viewport()


def test_a_note_written_while_the_session_ended_is_sent_after_a_login_in_another_tab(
    log_in, arrive, axe, fits
):
    arrive(1, "Alisier")
    page = log_in("moderation", viewport={"width": 320, "height": 800})
    page.goto("/admin/participants/?q=Alisier")
    page.get_by_role("link", name="Alisier 0").click()
    page.get_by_role("textbox", name="Nouvelle note").fill("L’appeler « Madame ».")
    page.context.clear_cookies(name="sessionid")
    page.get_by_role("button", name="Enregistrer la note").click()
    expect(page.get_by_role("heading", name="votre session a expiré")).to_be_visible()
    expect(page.get_by_label("Texte")).to_have_value("L’appeler « Madame ».")
    axe(page)
    assert fits(page)
    with page.context.expect_page() as tab:
        page.get_by_role("link", name="Se connecter").click()
    tab.value.fill("[name=username]", "moderation")
    tab.value.fill("[name=password]", DEMO_PASSWORD)
    tab.value.press("[name=password]", "Enter")
    expect(tab.value.get_by_role("button", name="Enregistrer la note")).to_be_visible()
    # The login has given a new token; hence a second page, with that one.
    for heading in ("avant votre connexion", "Participant Alisier 0"):
        page.get_by_role("button", name="Renvoyer").click()
        expect(page.get_by_role("heading", name=heading)).to_be_visible()
    expect(page.locator("main")).to_contain_text("L’appeler « Madame ».")


def test_an_exported_and_erased_person_is_nowhere_any_more(log_in, site, tmp_path):
    name, address = "Zénaïde Quillard", "zenaide@lecteurs.example"
    texts = ["Mon banc est rue des Acacias.", "Et mon chat y dort en attendant."]
    for text, state in zip(texts, ["published", "pending"], strict=True):
        say(site, text, name=name, email=address, state=state)
    page = log_in("admin")
    page.goto(ARTICLE)
    feed = page.locator("link[type='application/atom+xml'], link[type='application/rss+xml']").first
    places = [ARTICLE, feed.get_attribute("href"), "/admin/participants/?q=Quillard"]
    places.append("/admin/replies/?state=all&q=banc+est+rue")
    assert all("Quillard" in page.request.get(place).text() for place in places)

    page.goto(places[2])
    page.get_by_role("link", name=name).click()
    with page.expect_download() as download:
        page.get_by_role("link", name="Tout exporter").click()
    download.value.save_as(tmp_path / "export.json")
    exported = json.dumps(json.loads((tmp_path / "export.json").read_text()), ensure_ascii=False)
    assert all(text in exported for text in [name, address, *texts])

    page.get_by_role("link", name=re.compile("^Tout effacer")).click()
    page.get_by_label("Je sais").check()
    page.get_by_role("button", name=re.compile("^Tout effacer")).click()
    expect(page.locator(".messages")).to_be_visible()
    for place in places:
        shown = page.request.get(place.split("?")[0] + ("?state=all" if "replies" in place else "")).text()
        assert not any(said in shown for said in [name, address, *texts]), place
