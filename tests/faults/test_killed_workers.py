"""Workers die without warning while people write: nothing acknowledged is lost, nothing stands twice."""

import itertools
import time

from drilling import LONG, kill

KILLS = 20 if LONG else 8
WRITERS = 8
# The other worker may still be starting then: in between nobody answers at all.
LIVES_SECONDS = 0.7
BACK_SECONDS = 30


def test_nothing_acknowledged_is_lost_when_workers_are_killed(site, articles):
    written = articles(4)
    turns = itertools.cycle(written)
    before, silences = site.worker_ids(), []
    with site.crowd(WRITERS, lambda: next(turns).post()) as crowd:
        for _ in range(KILLS):
            crowd.wait_for_more(2 * WRITERS)
            time.sleep(LIVES_SECONDS)
            kill(site.worker_ids()[0])
            silences.append(crowd.wait_for_more(1))
    assert max(silences) < BACK_SECONDS
    assert crowd.refused == []
    assert_all_stands(site, written, crowd)
    assert len(site.worker_ids()) == len(before)
    assert not set(before) & set(site.worker_ids())


def assert_all_stands(site, written, crowd):
    found = site.report(*written)
    assert found["faults"] == []
    stands = sorted((reply["page"], reply["text"]) for reply in found["replies"])
    assert stands == sorted((post.page, post.text) for post, _ in crowd.taken)
    assert sum(site.count_shown(article) for article in written) == len(stands)
