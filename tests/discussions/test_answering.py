"""A reader without account and without JavaScript answers an article, or a reply."""

from datetime import timedelta

import lxml.html
import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from discussions import moderation, policy
from discussions.models import Decision, Discussion, DiscussionPolicy, Participant, Reply

NARROW = "\u202f"
SAME_ORIGIN = {"HTTP_SEC_FETCH_SITE": "same-origin"}
WORDS = {
    "name": "Zoé Dœuf",
    "email": "zoe@lecteurs.example",
    "website": "",
    "text": "J’accuse réception.",
    "parent": "",
}


@pytest.fixture
def reader():
    """A browser that enforces Django's tokens, as no test client does by itself."""
    return Client(enforce_csrf_checks=True, **SAME_ORIGIN)


@pytest.fixture
def address(article):
    return reverse("discussions:reply", args=[article.pk])


@pytest.fixture
def post(reader, address):
    """Return a function that sends the form, with some of its fields changed."""
    return lambda **changed: reader.post(address, WORDS | changed)


def errors_of(response):
    """Return the errors that stand at the fields of a form, by field."""
    html = lxml.html.fromstring(response.content.decode())
    return {
        error.get("id").removeprefix("id_").removesuffix("_error"): error.text_content().strip()
        for error in html.xpath("//*[contains(@class, 'field__error')]")
    }


def kept_text(response):
    return (
        lxml.html.fromstring(response.content.decode()).xpath("//textarea")[0].text.removeprefix("\n").strip()
    )


@pytest.fixture
def no_confirmation(article):
    """What a publisher chooses who wants no mails: a moderator reads first replies all the same."""
    return DiscussionPolicy.objects.create(page=article, confirmation="off")


def test_a_readers_reply_waits_for_a_moderator_and_the_page_says_so(no_confirmation, post, reader, article):
    response = post()
    assert response.status_code == 303
    reply = Reply.objects.get()
    assert (reply.state, reply.name, reply.plain) == ("pending", "Zoé Dœuf", "J’accuse réception.")
    receipt = reader.get(response.url)
    assert "en attente" in receipt.content.decode()
    assert "J’accuse réception." in receipt.content.decode()
    assert "J’accuse" not in reader.get(article.url).content.decode()


def test_a_published_reply_appears_numbered_in_its_place(post, reader, article):
    post()
    moderation.publish(Reply.objects.get())
    html = reader.get(article.url).content.decode()
    item = lxml.html.fromstring(html).xpath("//li[@value='1'][@data-number='1']")[0]
    assert item.xpath(".//*[@data-author]")[0].text_content().strip() == "Zoé Dœuf"
    assert item.xpath(".//*[@data-text]")[0].text_content().strip() == "J’accuse réception."


def test_every_change_of_a_reply_has_one_row_in_the_log(no_confirmation, post):
    post()
    assert list(Decision.objects.values_list("from_state", "to_state", "rule")) == [("", "pending", "gate")]


def test_answering_a_reply_keeps_the_one_it_answers_and_the_top_of_the_thread(say, post):
    top = say("Le fil")
    middle = say("Une réponse", parent=top)
    post(parent=middle.public_id)
    reply = Reply.objects.get(state="unconfirmed")
    assert (reply.parent, reply.root) == (middle, top)


def test_the_form_of_an_answer_quotes_whom_one_answers(say, reader, address):
    reply = say("Un *avis* tranché", name="Émile")
    html = reader.get(address, {"parent": reply.public_id}).content.decode()
    assert "Répondre à Émile" in html
    assert "Un avis tranché" in html
    assert f'name="parent" value="{reply.public_id}"' in html


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("text", "", "Écrivez votre réponse avant de l’envoyer."),
        ("text", " \u200b\n\u2800 ", "Écrivez votre réponse avant de l’envoyer."),
        ("text", "é" * 10_001, "Ce texte est trop long\u00a0: 10\u00a0000 caractères au plus."),
        ("text", "Un \x00 caché", "Ce texte contient des caractères qui ne peuvent pas être conservés."),
        ("text", "Un \ufffe caché", "Ce texte contient des caractères qui ne peuvent pas être conservés."),
        ("name", "", "Indiquez le nom sous lequel votre réponse paraîtra."),
        ("name", "z" * 81, "Ce texte est trop long\u00a0: 80 caractères au plus."),
        ("name", "Z\x00", "Ce texte contient des caractères"),
        ("email", "", "Indiquez votre adresse e-mail"),
        ("email", "zoe@", "Cette adresse e-mail n’est pas valable"),
        (
            "email",
            "zoe@lecteurs.example\r\nBcc: tous@lecteurs.example",
            "Cette adresse e-mail n’est pas valable",
        ),
        ("website", "javascript:alert(1)", "Cette adresse web n’est pas valable"),
        ("website", "http://[", "Cette adresse web n’est pas valable"),
    ],
)
def test_an_error_stands_in_french_at_its_field_and_the_text_is_kept(post, field, value, message):
    response = post(**{field: value})
    assert response.status_code == 422
    assert errors_of(response).keys() == {field}
    assert message in errors_of(response)[field]
    assert not Reply.objects.exists()
    if field != "text":
        assert kept_text(response) == "J’accuse réception."


def test_a_field_in_error_says_so_to_assistive_technology(post):
    html = lxml.html.fromstring(post(name="").content.decode())
    field = html.get_element_by_id("id_name")
    assert field.get("aria-invalid") == "true"
    assert "id_name_error" in field.get("aria-describedby")
    summary = html.xpath("//*[contains(@class, 'error-summary')]//a")
    assert [link.get("href") for link in summary] == ["#id_name"]


def test_an_overlong_text_is_kept_whole(post):
    text = "é" * 10_001
    assert kept_text(post(text=text)) == text


def test_the_error_page_of_an_answer_still_answers_the_same_reply(say, post):
    reply = say()
    assert (
        f'name="parent" value="{reply.public_id}"' in post(text="", parent=reply.public_id).content.decode()
    )


@pytest.mark.parametrize("parent", ["nexistepas", "x" * 5000, "\x00", "1", "' OR 1=1", "../", "é"])
def test_a_parent_that_never_was_keeps_the_text_and_offers_to_answer_the_article(post, parent):
    response = post(parent=parent)
    assert response.status_code == 422
    assert "n’est plus là" in response.content.decode()
    assert kept_text(response) == "J’accuse réception."
    assert 'name="parent" value=""' in response.content.decode()


def test_a_faulty_form_says_all_the_same_that_the_parent_is_gone(post):
    response = post(parent="nexistepas", name="")
    assert response.status_code == 422
    assert "n’est plus là" in response.content.decode()
    assert "Indiquez le nom" in response.content.decode()
    assert kept_text(response) == "J’accuse réception."


def test_the_form_that_answers_a_reply_that_is_gone_offers_to_answer_the_article(reader, address):
    response = reader.get(address, {"parent": "nexistepas"})
    assert response.status_code == 404
    assert "n’est plus là" in response.content.decode()
    assert 'name="parent" value=""' in response.content.decode()


@pytest.mark.parametrize("state", ["pending", "spam"])
def test_a_reply_that_nobody_sees_cannot_be_answered(say, post, state):
    assert post(parent=say(state=state).public_id).status_code == 422


def test_a_reply_below_a_removed_top_can_be_answered_but_not_below_spam(say, post):
    top = say()
    answer = say(parent=top)
    moderation.remove(top)
    assert post(parent=answer.public_id).status_code == 303
    assert post(parent=top.public_id).status_code == 422
    moderation.publish(top)
    moderation.mark_spam(top)
    assert post(parent=answer.public_id, text="Encore").status_code == 422


def test_the_reply_of_another_discussion_cannot_be_answered(say, post, article, french):
    other = article.get_parent().add_child(instance=type(article)(title="Autre", slug="autre", body=[]))
    foreign = say(discussion=Discussion.objects.create(page=other, locale=french))
    assert post(parent=foreign.public_id).status_code == 422


def test_a_closed_discussion_keeps_the_text_for_copying(post, discussion):
    Discussion.objects.update(status="closed")
    response = post()
    assert response.status_code == 409
    assert "La discussion est fermée" in response.content.decode()
    assert kept_text(response) == "J’accuse réception."
    assert not Reply.objects.exists()


def test_a_closed_discussion_shows_its_replies_and_no_form(say, reader, article, address):
    say("Encore là")
    Discussion.objects.update(status="closed")
    html = reader.get(article.url).content.decode()
    assert "Encore là" in html
    assert "La discussion est fermée" in html
    assert "<textarea" not in html
    assert "La discussion est fermée" in reader.get(address).content.decode()


@pytest.mark.parametrize("page_id", [0, 1, 999_999, 10**30])
def test_a_bad_address_is_not_found_and_the_text_is_kept(reader, db, page_id):
    address = f"/-/discussions/{page_id}/reply/"
    assert reader.get(address).status_code == 404
    response = reader.post(address, WORDS)
    assert response.status_code == 404
    assert kept_text(response) == "J’accuse réception."


def test_a_page_that_is_not_live_takes_no_replies(post, article):
    article.unpublish()
    assert post().status_code == 404


def test_a_private_page_takes_no_replies_from_strangers(post, article):
    article.view_restrictions.create(restriction_type="login")
    assert post().status_code == 404


def test_a_double_click_is_one_reply_and_gets_the_same_receipt(post):
    first, second = post(), post()
    assert first.status_code == second.status_code == 303
    assert Reply.objects.count() == Participant.objects.count() == 1


def test_two_people_with_the_same_words_are_two_replies(post):
    post()
    post(email="emile@lecteurs.example")
    assert Reply.objects.count() == 2


def test_the_same_words_after_ten_minutes_are_a_new_reply(post):
    post()
    Reply.objects.update(created_at=timezone.now() - timedelta(minutes=policy.REPEAT_MINUTES, seconds=1))
    post()
    assert Reply.objects.count() == 2


def test_two_guests_with_one_address_are_two_participants(post):
    post()
    post(text="Autre chose")
    assert Participant.objects.count() == 2


def test_a_refused_post_leaves_no_trace(post):
    post(parent="nexistepas")
    assert not Discussion.objects.exists()
    assert not Participant.objects.exists()


def test_the_receipt_follows_the_fate_of_the_reply(post, reader, article):
    receipt = post().url
    reply = Reply.objects.get()
    moderation.publish(reply)
    html = reader.get(receipt).content.decode()
    assert "Votre réponse est publiée." in html
    link = reverse("discussions:permalink", args=[reply.public_id])
    assert f'href="{link}#reponse-{reply.public_id}"' in html
    moderation.remove(reply)
    assert "retirée par la rédaction" in reader.get(receipt).content.decode()


def test_a_receipt_cannot_be_guessed_and_is_neither_kept_nor_indexed(post, reader):
    receipt = post().url
    response = reader.get(receipt)
    assert response["X-Robots-Tag"] == "noindex"
    assert "no-store" in response["Cache-Control"]
    assert reader.get(receipt.replace("receipt/", "receipt/x")).status_code == 404


def test_no_page_of_a_guest_sets_a_cookie(post, reader, address):
    answers = [reader.get(address), post(text=""), post(), reader.get(post().url)]
    assert [dict(answer.cookies) for answer in answers] == [{}, {}, {}, {}]


def test_the_whole_way_works_in_english(post, reader, article, english):
    page = article.copy_for_translation(english, copy_parents=True)
    page.title = "Summer in Évry"
    page.save_revision().publish()
    reader_address = f"/en/-/discussions/{page.pk}/reply/"
    assert "Answer the article" in reader.get(reader_address).content.decode()
    assert (
        "Write your reply before you send it."
        in reader.post(reader_address, WORDS | {"text": ""}).content.decode()
    )
    response = reader.post(reader_address, WORDS)
    assert response.url.startswith("/en/-/discussions/receipt/")
    assert Reply.objects.get().language == "en"
