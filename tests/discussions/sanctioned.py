"""Zoé, whose address is confirmed, and how the tests put her under a sanction."""

import datetime

from django.urls import reverse
from django.utils import timezone

from discussions import links, moderation, sanctions
from discussions.models import Participant, Reply

WORDS = {"name": "Zoé", "email": "zoe@lecteurs.example", "text": "J’accuse « tout » le monde."}
SAME_ORIGIN = {"HTTP_SEC_FETCH_SITE": "same-origin"}


def write(article, browser, **changed):
    """Post a reply of Zoé’s, or what is changed of it, from a browser."""
    url = reverse("discussions:reply", args=[article.pk])
    return browser.post(url, WORDS | changed, **SAME_ORIGIN)


def become_known(article, browser):
    """Let Zoé write, confirm her address and be published; return her."""
    write(article, browser, text="Ma première réponse.")
    secret = links.issue(WORDS["email"])
    browser.post(reverse("discussions:confirm", args=[secret, Reply.objects.get().public_id]))
    moderation.publish(Reply.objects.get())
    return Participant.objects.get()


def impose(kind, *people, days=None):
    ends_at = timezone.now() + datetime.timedelta(days=days) if days else None
    found = Participant.objects.filter(pk__in=[person.pk for person in people])
    return sanctions.impose(found, kind, actor=None, reason="insult", ends_at=ends_at)


def standing_of(person):
    person.refresh_from_db()
    return person.standing
