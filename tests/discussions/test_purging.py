"""What caches in front of the site are told, so that they serve nothing that is gone."""

from datetime import timedelta

import pytest
from django.utils import timezone
from wagtail.models import Site

from discussions import editing, moderation, together
from discussions.models import Discussion

SITE_FEED = "http://localhost:8000/-/discussions/feed/"


def feed_of(page, prefix=""):
    return f"http://localhost:8000{prefix}/-/discussions/{page.pk}/feed/"


def thread_of(top):
    return f"http://localhost:8000/-/discussions/thread/{top.public_id}/"


@pytest.fixture
def commit(django_capture_on_commit_callbacks):
    """Return a function that does something and commits it."""

    def commit(do, *args, **kwargs):
        with django_capture_on_commit_callbacks(execute=True):
            return do(*args, **kwargs)

    return commit


def test_an_erasure_empties_the_feeds_and_the_page_of_the_thread(say, article, purged_addresses, commit):
    """They hold the words, and caches may serve them stale for a day."""
    top = say()
    answer = say("Je m’appelle Loïc.", parent=top)
    commit(moderation.erase, answer, rule="writer")
    assert {*purged_addresses} == {SITE_FEED, feed_of(article), thread_of(top)}


def test_a_corrected_text_empties_them_too(say, writer, article, purged_addresses, commit):
    reply = say(participant=writer, editable_until=timezone.now() + timedelta(minutes=10))
    commit(editing.revise, reply, "Je ne suis plus d’accord.")
    assert {*purged_addresses} == {SITE_FEED, feed_of(article), thread_of(reply)}


def test_many_taken_away_together_empty_each_of_their_threads(say, moderator, purged_addresses, commit):
    tops = [say(), say(), say()]
    ids = [reply.pk for reply in tops]
    by = {"seen_at": timezone.now(), "actor": moderator}
    commit(together.decide_all, ids, "published", "removed", **by)
    assert {thread_of(top) for top in tops} < {*purged_addresses}


def test_an_alias_has_a_feed_of_its_own_and_each_site_its_addresses(
    say, article, article_index, home_page, purged_addresses, commit
):
    alias = article.create_alias(parent=article_index, update_slug="ailleurs")
    Site.objects.create(hostname="ailleurs.example", root_page=home_page)
    commit(moderation.remove, say(), rule="writer")
    assert feed_of(alias) in purged_addresses
    assert feed_of(article).replace("localhost:8000", "ailleurs.example") in purged_addresses


def test_the_feeds_of_an_english_discussion_are_english(
    say, article, article_index, english, purged_addresses, commit
):
    translation = article.copy_for_translation(english, copy_parents=True)
    translation.save_revision().publish()
    there = Discussion.objects.create(page=translation, locale=english)
    commit(moderation.remove, say("Indeed.", discussion=there, language="en"), rule="writer")
    assert feed_of(translation, "/en") in purged_addresses
    assert SITE_FEED.replace("/-/", "/en/-/") in purged_addresses
    assert feed_of(article) not in purged_addresses
