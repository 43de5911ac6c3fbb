"""Fifty people answer one article at the same moment."""

import re

from clients import at_once, send
from drilling import LOCKED

CROWD = 50


def assert_each_stands_once(site, article, posts):
    found = site.report(article)
    assert found["faults"] == []
    assert sorted((reply["name"], reply["text"]) for reply in found["replies"]) == sorted(
        (post.name, post.text) for post in posts
    )
    assert sorted(reply["number"] for reply in found["replies"]) == [*range(1, CROWD + 1)]
    assert site.count_shown(article) == CROWD
    assert not re.search(LOCKED, site.log())


def test_fifty_posts_at_once_are_fifty_replies_numbered_1_to_50(site, articles):
    [article] = articles(1)
    posts = [article.post() for _ in range(CROWD)]
    answers = at_once(lambda post: send(site.address, post), posts)
    assert [answer.status for answer in answers] == [303] * CROWD
    assert_each_stands_once(site, article, posts)


def test_each_sent_twice_at_once_is_one_reply_and_both_learn_what_became_of_it(site, articles):
    with_key, without_key = articles(2)
    posts = [with_key.post() for _ in range(CROWD)] + [without_key.post(key="") for _ in range(CROWD)]
    for half in (posts[:CROWD], posts[CROWD:]):
        answers = at_once(lambda post: send(site.address, post), half * 2)
        assert [answer.status for answer in answers] == [303] * CROWD * 2
        pairs = [{site.reply_of(answers[n]), site.reply_of(answers[n + CROWD])} for n in range(CROWD)]
        assert [len(pair) for pair in pairs] == [1] * CROWD
        assert len(set.union(*pairs)) == CROWD
    assert_each_stands_once(site, with_key, posts[:CROWD])
    assert_each_stands_once(site, without_key, posts[CROWD:])
