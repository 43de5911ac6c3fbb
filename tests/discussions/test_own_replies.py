"""What a writer may do with a reply afterwards: change it for ten minutes, withdraw it."""

from datetime import timedelta

import lxml.html
import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from discussions import moderation
from discussions.models import Decision, DiscussionPolicy, Participant, Reply, Revision

WORDS = {"name": "Zoé", "email": "zoe@lecteurs.example", "text": "J’accuse réception."}
SAME_ORIGIN = {"HTTP_SEC_FETCH_SITE": "same-origin"}


@pytest.fixture
def policy(article):
    """What appears at once, and asks for no mail."""
    return DiscussionPolicy.objects.create(page=article, confirmation="off", moderation="after")


@pytest.fixture
def receipt(policy, client, article):
    """The address of the receipt of a published reply."""
    return client.post(reverse("discussions:reply", args=[article.pk]), WORDS, **SAME_ORIGIN).url


def field_of(response):
    return lxml.html.fromstring(response.content.decode()).get_element_by_id("id_text").text.strip()


def test_the_receipt_offers_to_change_and_to_withdraw(client, receipt):
    html = client.get(receipt).content.decode()
    assert f'href="{receipt}edit/"' in html
    assert f'href="{receipt}withdraw/"' in html
    assert client.get(receipt)["Referrer-Policy"] == "same-origin"


def test_a_changed_text_is_shown_and_the_earlier_one_is_kept(client, receipt, article):
    assert field_of(client.get(f"{receipt}edit/")) == "J’accuse réception."
    response = client.post(f"{receipt}edit/", {"text": "J’accuse *bonne* réception."})
    assert response.status_code == 303
    html = Client().get(article.url).content.decode()
    assert "J’accuse <em>bonne</em> réception." in html
    assert Revision.objects.get().text == "J’accuse réception."
    assert Decision.objects.count() == 1
    assert Reply.objects.get().edited_at is not None


def test_the_same_text_again_is_no_change(client, receipt):
    client.post(f"{receipt}edit/", {"text": " J’accuse réception. "})
    assert not Revision.objects.exists()
    assert Reply.objects.get().edited_at is None


def test_a_faulty_change_keeps_what_was_typed(client, receipt):
    response = client.post(f"{receipt}edit/", {"text": "é" * 10_001})
    assert response.status_code == 422
    assert field_of(response) == "é" * 10_001
    assert "n’est pas encore enregistrée" in response.content.decode()


def test_a_change_can_be_previewed(client, receipt):
    response = client.post(f"{receipt}edit/", {"text": "Un *mot*", "preview": "1"})
    assert "<em>mot</em>" in response.content.decode()
    assert field_of(response) == "Un *mot*"
    assert Reply.objects.get().text == "J’accuse réception."


def test_after_ten_minutes_it_is_too_late_and_the_text_can_be_copied(client, receipt):
    Reply.objects.update(editable_until=timezone.now() - timedelta(seconds=1))
    assert "edit/" not in client.get(receipt).content.decode()
    response = client.post(f"{receipt}edit/", {"text": "Trop tard, hélas."})
    assert response.status_code == 409
    assert "Trop tard, hélas.</textarea>" in response.content.decode()
    assert Reply.objects.get().text == "J’accuse réception."


@pytest.mark.parametrize("decide", [moderation.remove, moderation.mark_spam, moderation.withdraw])
def test_what_is_gone_cannot_be_changed(client, receipt, decide):
    decide(Reply.objects.get())
    assert client.post(f"{receipt}edit/", {"text": "Encore"}).status_code == 409


def test_a_change_passes_the_same_gate(client, receipt, article):
    links = " ".join(f"https://exemple{n}.example/" for n in range(4))
    client.post(f"{receipt}edit/", {"text": f"Voyez {links}"})
    reply = Reply.objects.get()
    assert reply.state == "pending"
    assert reply.number == 1
    decision = reply.decisions.last()
    assert (decision.from_state, decision.to_state, decision.rule) == ("published", "pending", "gate")
    assert decision.findings == [{"detector": "links", "score": 1.5, "value": 4}]
    assert "exemple1" not in Client().get(article.url).content.decode()
    assert "Notre filtre demande" in client.get(receipt).content.decode()


def test_where_each_reply_is_read_first_a_changed_one_is_read_again(client, receipt, policy):
    policy.moderation = "before"
    policy.save()
    client.post(f"{receipt}edit/", {"text": "Autre chose."})
    assert Reply.objects.get().state == "pending"


def test_a_moderator_decides_on_the_text_he_saw(client, receipt, as_moderator):
    reply = moderation.hold(Reply.objects.get())
    url = reverse("replies:decide", args=[reply.public_id, "publish"])
    Client().post(f"{receipt}edit/", {"text": "Tout autre chose."})
    response = as_moderator.post(url, {"seen": "pending", "seen_edit": ""}, follow=True)
    assert "le texte a été modifié entre-temps" in response.content.decode()
    reply.refresh_from_db()
    assert reply.state == "pending"
    seen = reply.edited_at.isoformat()
    as_moderator.post(url, {"seen": "pending", "seen_edit": seen})
    reply.refresh_from_db()
    assert reply.state == "published"


def test_a_decision_on_an_earlier_text_is_refused(receipt):
    seen = Reply.objects.get()
    Client().post(f"{receipt}edit/", {"text": "Autre chose."})
    with pytest.raises(moderation.TextChanged):
        moderation.hold(seen)


def test_a_get_of_the_withdrawal_asks_and_a_post_withdraws(client, receipt, article):
    assert "Retirer votre réponse" in client.get(f"{receipt}withdraw/").content.decode()
    assert Reply.objects.get().state == "published"
    assert client.post(f"{receipt}withdraw/").status_code == 303
    reply = Reply.objects.get()
    assert (reply.state, reply.decisions.last().rule) == ("withdrawn", "writer")
    assert "J’accuse" not in Client().get(article.url).content.decode()
    assert "Vous avez retiré votre réponse." in client.get(receipt).content.decode()


def test_withdrawn_twice_is_withdrawn_once(client, receipt):
    client.post(f"{receipt}withdraw/")
    assert client.post(f"{receipt}withdraw/").status_code == 303
    assert Decision.objects.count() == 2


def test_what_waits_for_a_confirmation_can_be_changed_and_withdrawn_too(client, article):
    receipt = client.post(reverse("discussions:reply", args=[article.pk]), WORDS, **SAME_ORIGIN).url
    client.post(f"{receipt}edit/", {"text": "Corrigé."})
    assert (Reply.objects.get().state, Reply.objects.get().text) == ("unconfirmed", "Corrigé.")
    client.post(f"{receipt}withdraw/")
    assert Reply.objects.get().state == "withdrawn"


def test_the_same_words_may_be_sent_anew_after_a_withdrawal(client, receipt, article):
    client.post(f"{receipt}withdraw/")
    client.post(reverse("discussions:reply", args=[article.pk]), WORDS, **SAME_ORIGIN)
    assert sorted(Reply.objects.values_list("state", flat=True)) == ["published", "withdrawn"]


def test_a_receipt_is_good_for_one_reply_only(client, receipt, article):
    url = reverse("discussions:reply", args=[article.pk])
    client.post(url, WORDS | {"text": "Je suis d’accord."}, **SAME_ORIGIN)
    other = Reply.objects.latest("pk")
    for path in ("edit/", "withdraw/"):
        assert client.post(receipt[:-3] + f"xx/{path}", {"text": "Forcé."}).status_code == 404
    other.refresh_from_db()
    assert other.text == "Je suis d’accord."


def test_a_preview_of_a_new_reply_writes_nothing(client, article):
    response = client.post(
        reverse("discussions:reply", args=[article.pk]),
        WORDS | {"text": "Un *mot* <script>", "preview": "1"},
        **SAME_ORIGIN,
    )
    html = response.content.decode()
    assert response.status_code == 200
    assert "<em>mot</em> &lt;script&gt;" in html
    assert field_of(response) == "Un *mot* <script>"
    assert not Reply.objects.exists()
    assert not Participant.objects.exists()
