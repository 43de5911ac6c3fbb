"""Whoever an article names answers it by right: at length, where it is closed, too, within three days."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from moderating import QUEUE, decide, text_of
from reporting import browser

from discussions import limits, policy
from discussions.models import Discussion, DiscussionPolicy, Reply, Trace
from discussions.templatetags.discussion_admin import legal_deadline
from discussions.views.own import receipt_url

CLAIM = {
    "passage": "Le troisième paragraphe.",
    "text": "Je n’ai jamais dit que le banc grinçait.",
    "name": "Nadia Benali",
    "email": "nadia@lecteurs.example",
    "is_concerned": "on",
}


@pytest.fixture
def url(article):
    return reverse("discussions:right_of_reply", args=[article.pk])


@pytest.fixture
def claim(url, django_capture_on_commit_callbacks):
    """Return a function that sends the form and lets the mail leave."""

    def claim(reader=None, **changed):
        with django_capture_on_commit_callbacks(execute=True):
            return (reader or browser()).post(url, CLAIM | changed)

    return claim


@pytest.fixture
def confirmed(claim, mailoutbox):
    assert claim().status_code == 303
    link = re.search(r"http://localhost(/\S+)", mailoutbox[-1].body)[1]
    assert browser().post(link).status_code == 303
    return Reply.objects.get()


def test_the_discussion_leads_to_the_form_also_when_it_is_closed_or_empty(read, url, article):
    assert re.search(rf'href="{url}"\s+rel="nofollow">Exercer un droit de réponse', read())
    Discussion.objects.create(page=article, locale=article.locale, status="closed")
    assert url in read()
    screen = text_of(browser().get(url))
    for part in ("article 1-1, III", "3 jours", article.full_url):
        assert part in screen


def test_its_address_is_confirmed_before_a_moderator_gets_it(claim, mailoutbox):
    response = claim()
    assert response.status_code == 303
    assert "confirmez-la" in text_of(Client().get(response.url))
    reply = Reply.objects.get()
    assert (reply.kind, reply.state, reply.urgency) == ("right_of_reply", "unconfirmed", 0)
    assert mailoutbox[0].to == [CLAIM["email"]]


def test_too_many_are_refused_with_their_words_also_where_nobody_has_answered(claim, monkeypatch):
    monkeypatch.setattr(limits, "NETWORK", limits.Limit("network", 600, 1))
    limits.count({limits.NETWORK: "81.2.69.0/24"})
    response = claim()
    assert response.status_code == 429
    assert response["Retry-After"]
    assert CLAIM["text"] in response.content.decode()


def test_the_same_form_sent_again_later_is_the_same_right_of_reply(claim):
    first = claim(key="0f8c2a1e-banc")
    Reply.objects.update(created_at=timezone.now() - timedelta(minutes=20))
    assert claim(key="0f8c2a1e-banc").status_code == first.status_code == 303
    assert Reply.objects.count() == 1
    claim(key="0f8c2a1e-banc", text="Et je n’ai jamais dit non plus que la caisse était vide.")
    assert Reply.objects.count() == 2


def test_it_waits_under_the_law_whatever_the_policy(confirmed, as_moderator, article):
    assert (confirmed.state, confirmed.urgency) == ("pending", 4)
    decision = confirmed.decisions.first()
    assert decision.note == CLAIM["passage"]
    for screen in (QUEUE, reverse("replies:inspect", args=[confirmed.public_id])):
        shown = text_of(as_moderator.get(screen))
        assert "droit de réponse" in shown
        assert "À publier avant le" in shown


def test_the_days_of_the_law_run_from_the_confirmation(confirmed):
    Reply.objects.update(created_at=timezone.now() - timedelta(days=10))
    confirmed.refresh_from_db()
    assert legal_deadline(confirmed) == confirmed.decisions.last().created_at + timedelta(days=3)


def test_where_it_came_from_is_kept_like_that_of_any_reply(claim):
    claim()
    assert Trace.objects.get().reply == Reply.objects.get()


def test_an_open_policy_does_not_publish_it_unread(article, claim, mailoutbox):
    DiscussionPolicy.objects.create(page=article, moderation="after", confirmation="off")
    claim()
    assert Reply.objects.get().state == "unconfirmed"


def test_a_known_reader_need_not_confirm_again(claim, mailoutbox):
    reader = browser()
    claim(reader)
    reader.post(re.search(r"http://localhost(/\S+)", mailoutbox[-1].body)[1])
    claim(reader, text="Et j’ajoute ceci.")
    assert [*Reply.objects.values_list("state", flat=True)] == ["pending", "pending"]


def test_once_published_it_is_labelled_unnumbered_and_can_be_answered(confirmed, as_moderator, read):
    decide(as_moderator, confirmed, "publish")
    confirmed.refresh_from_db()
    assert (confirmed.state, confirmed.number, confirmed.urgency) == ("published", None, 0)
    html = read()
    assert 'data-kind="right_of_reply"' in html
    assert '<span class="reply__kind">droit de réponse</span>' in html
    assert f"?parent={confirmed.public_id}" in html


def test_a_closed_discussion_takes_it(claim, article):
    Discussion.objects.create(page=article, locale=article.locale, status="closed")
    assert claim().status_code == 303
    assert Reply.objects.count() == 1


def test_where_there_is_no_discussion_its_text_is_given_back(claim, article):
    Discussion.objects.create(page=article, locale=article.locale, status="hidden")
    response = claim()
    assert response.status_code == 409
    assert CLAIM["text"] in response.content.decode()


def test_it_may_be_longer_than_other_replies_but_not_endless(claim):
    assert claim(text="mot " * 4900).status_code == 303
    response = claim(text="x" * (policy.RIGHT_OF_REPLY_LENGTH + 1))
    assert response.status_code == 422
    assert "20 000" in text_of(response)


@pytest.mark.parametrize("missing", ["text", "name", "email", "is_concerned"])
def test_what_is_missing_is_said_and_nothing_is_lost(claim, missing):
    response = claim(**{missing: ""})
    assert response.status_code == 422
    if missing != "text":
        assert CLAIM["text"] in response.content.decode()
    assert CLAIM["passage"] in response.content.decode()
    assert not Reply.objects.exists()


def test_sent_twice_it_is_one(claim, mailoutbox):
    claim()
    claim()
    assert Reply.objects.count() == 1
    assert len(mailoutbox) == 1


def test_a_claim_from_elsewhere_is_confirmed_first(url):
    response = Client(enforce_csrf_checks=True).post(url, CLAIM)
    assert response.status_code == 403
    assert CLAIM["passage"] in response.content.decode()
    assert not Reply.objects.exists()


def test_its_writer_edits_all_of_it_for_ten_minutes(confirmed):
    token = receipt_url(confirmed).split("/")[-2]
    text = "Je précise. " * 1500
    response = browser().post(reverse("discussions:edit", args=[token]), {"text": text})
    assert response.status_code == 303
    confirmed.refresh_from_db()
    assert (confirmed.state, len(confirmed.text)) == ("pending", len(text.strip()))


@pytest.mark.parametrize("page_id", [0, 999_999, 2**63])
def test_an_unknown_page_is_not_found(client, db, page_id):
    assert client.get(f"/-/discussions/{page_id}/right-of-reply/").status_code == 404
