"""Many at once, on connections of their own: nothing is lost, nothing is there twice, no number missing."""

import threading

import pytest
from django.db import connection

from articles.models import ArticleIndexPage, ArticlePage
from discussions import moderation
from discussions.models import Decision, Discussion, Participant, PersonalLink, Reply
from discussions.posting import answer
from discussions.writers import Writer
from home.models import HomePage

pytestmark = pytest.mark.django_db

MANY = 8


@pytest.fixture
def _django_db_helper(django_db_setup, django_db_blocker):
    """Neither pytest-django's transaction, which other connections can't see into, nor its flush.

    A flush takes the front page away, which the migrations made, and --reuse-db keeps it so.
    """
    with django_db_blocker.unblock():
        assert "test" in str(connection.settings_dict["NAME"])
        yield
        connection.close()


@pytest.fixture
def committed_article(db):
    """An article that other connections see, too; it is taken away by hand afterwards."""
    index = HomePage.objects.get().add_child(
        instance=ArticleIndexPage(title="À plusieurs", slug="a-plusieurs")
    )
    article = index.add_child(instance=ArticlePage(title="Ensemble", slug="ensemble", body=[]))
    yield article
    participants = list(
        Participant.objects.filter(replies__discussion__page=article).values_list("pk", flat=True)
    )
    Discussion.objects.filter(page=article).delete()
    Participant.objects.filter(pk__in=participants).delete()
    PersonalLink.objects.filter(email_key__endswith="@lecteurs.example").delete()
    ArticleIndexPage.objects.get(pk=index.pk).delete()


def at_once(function, arguments):
    """Call a function with each of the arguments, all at the same moment; raise what any of them raised."""
    start, faults = threading.Barrier(len(arguments)), []

    def run(argument):
        try:
            start.wait()
            function(argument)
        except Exception as fault:
            faults.append(fault)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[argument]) for argument in arguments]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert faults == []


def post(article, number):
    writer = Writer(name=f"Zoé {number}", email=f"zoe{number}@lecteurs.example")
    return answer(article, writer, text=f"J’accuse réception, fois {number}.")


def test_first_answers_at_once_each_sent_twice_are_one_discussion_without_a_double(committed_article):
    at_once(lambda number: post(committed_article, number), [*range(MANY)] * 2)
    discussion = Discussion.objects.get(page=committed_article)
    names = discussion.replies.values_list("name", flat=True)
    assert sorted(names) == [f"Zoé {number}" for number in range(MANY)]
    assert Decision.objects.filter(reply__discussion=discussion).count() == MANY


def test_publications_at_once_leave_no_gap_in_the_numbers(committed_article):
    replies = [post(committed_article, number) for number in range(MANY)]
    at_once(moderation.publish, replies)
    discussion = Discussion.objects.get(page=committed_article)
    assert sorted(discussion.replies.values_list("number", flat=True)) == list(range(1, MANY + 1))
    assert discussion.last_number == MANY
    published = Decision.objects.filter(reply__discussion=discussion, to_state="published")
    assert published.count() == MANY


def test_of_two_decisions_at_once_one_is_taken(committed_article):
    reply = moderation.hold(post(committed_article, 1))
    told = []

    def decide(decision):
        act, seen = decision
        try:
            act(seen)
        except moderation.AlreadyDecided as fault:
            told.append(fault)

    seen_by_two = [Reply.objects.get(pk=reply.pk) for _ in range(2)]
    at_once(decide, list(zip([moderation.publish, moderation.reject], seen_by_two, strict=True)))
    assert len(told) == 1
    assert reply.decisions.count() == 3
