"""Two moderators decide at once while people answer each other: every count is true afterwards."""

import random
import re
from concurrent.futures import ThreadPoolExecutor

from clients import at_once, send
from drilling import LOCKED, LONG

WRITERS = 4
BEGUN = 10
DECISIONS = 1000 if LONG else 100


def test_counts_are_true_after_two_moderators_and_many_writers_at_once(site, articles):
    [article] = articles(1)
    tops = begin(site, [article.post() for _ in range(BEGUN)])
    known = ["", *tops, *begin(site, [article.post(parent=top) for top in tops])]
    calls = [f"moderate({article.pk}, times={DECISIONS}, seed={seed})" for seed in (1, 2)]
    crowd = site.crowd(WRITERS, lambda: article.post(parent=random.choice(known)))
    with crowd, ThreadPoolExecutor() as moderators:
        done = [*moderators.map(site.inside, calls)]
    assert all(acts.get("publish") and acts.get("remove") and acts.get("spam") for acts in done)
    # Whoever was answered may have been removed meanwhile: the writer is told, and keeps the text.
    assert {answer.status for _, answer in crowd.refused} <= {422}
    found = site.report(article)
    assert found["faults"] == []
    assert len(found["replies"]) == 2 * BEGUN + len(crowd.taken)
    assert not re.search(LOCKED, site.log())


def begin(site, posts):
    """Send some posts and return the public ids of the replies that they became."""
    answers = at_once(lambda post: send(site.address, post), posts)
    return [site.reply_of(answer) for answer in answers]
