"""Five thousand followers of one discussion: neither who publishes nor who writes meanwhile waits for them.

A drill, `CAUSERIE_LONG=1`; with `-s` it prints what it measured.
"""

import os
import threading
import time

import pytest
from django.core import mail
from django.db import connection
from django.utils import timezone

from discussions import announcing, moderation, outbox
from discussions.models import Mail, Subscription

MANY = 5000

pytestmark = [
    pytest.mark.skipif(not os.environ.get("CAUSERIE_LONG"), reason="a drill: CAUSERIE_LONG=1"),
    pytest.mark.django_db,
]


@pytest.fixture
def _django_db_helper(django_db_setup, django_db_blocker):
    """No transaction, which other connections can't see into; what is written is taken away by hand."""
    with django_db_blocker.unblock():
        assert "test" in str(connection.settings_dict["NAME"])
        yield
        connection.close()


@pytest.fixture
def followed(discussion, article_index):
    Subscription.objects.bulk_create(
        Subscription(
            email=f"n{number}@lecteurs.example",
            email_key=f"n{number}@lecteurs.example",
            language="fr",
            scope="discussion",
            discussion=discussion,
            confirmed_at=timezone.now(),
        )
        for number in range(MANY)
    )
    yield
    discussion.delete()
    article_index.delete()


def timed(do):
    began = time.perf_counter()
    do()
    return time.perf_counter() - began


def test_nobody_waits_for_five_thousand_mails(followed, say, monkeypatch):
    monkeypatch.setattr(announcing, "announce_on_commit", lambda reply: None)
    reply = say("Une réponse", state="pending")
    publishing = timed(lambda: moderation.publish(reply, rule="gate"))
    at_once = timed(lambda: announcing.announce.call(reply.pk, most=announcing.AT_ONCE))
    mail.outbox.clear()
    posts = []

    def post():
        for number in range(30):
            posts.append(timed(lambda number=number: say(f"Meanwhile {number}")))
        connection.close()

    writer = threading.Thread(target=post)
    writer.start()
    announcing_took = timed(lambda: announcing.announce.call(reply.pk))
    writer.join()
    written = Mail.objects.count()
    sending = timed(lambda: outbox.send_due())
    milliseconds = {
        "publishing": publishing,
        "telling in the request": at_once,
        f"writing {written} mails": announcing_took,
        f"slowest of {len(posts)} posts meanwhile": max(posts),
        "sending 500": sending,
    }
    words = ", ".join(f"{name} {seconds * 1000:.0f} ms" for name, seconds in milliseconds.items())
    print(f"\n{connection.vendor}: {words}")  # noqa: T201
    assert written == MANY
    assert max(posts) < 1
    assert len(mail.outbox) >= 500
