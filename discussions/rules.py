"""The moderators' word lists: what they find, what they would have found, and every change of them."""

import time
from collections import Counter
from dataclasses import dataclass, field
from datetime import timedelta

from django.db import transaction
from django.db.models import Count, Max, Sum
from django.utils import timezone
from wagtail.log_actions import log

from discussions.detectors import Finding, rows
from discussions.models import Reply, Rule
from discussions.models.rule import PLACES
from discussions.wordlists import Matcher, split

SCORES = {Rule.Effect.HOLD: 1.0, Rule.Effect.SPAM: 3.0}
TRIAL_DAYS = 30
# A trial looks at the newest replies first and stops after so many seconds.
TRIAL_SECONDS = 10
TRIAL_SHOWN = 50
# A term that stands in so large a part of what is published finds more than spam.
COMMON, LEAST_COMMON = 0.02, 20


def examine(reply, email):
    """Return as rows for the log which lists a reply is on, and by which term; each list once.

    Of what stands in an e-mail address they name the list alone.
    """
    found = {}
    for place, matcher in _current().items():
        said = {"text": reply.said, "name": reply.name, "email": email, "website": reply.website}[place]
        for term, (name, score) in matcher.find(said or ""):
            # Every moderator reads the log; not every one may read addresses, nor what stands in them.
            words = (name,) if place == "email" else (name, term)
            found.setdefault(name, Finding("rule", score, words=words))
    return rows(found.values())


def compile_rules(rules):
    """Return a Matcher by place; what a term was given for is the list's name and the score it gives."""
    matchers = {place: Matcher() for place in PLACES}
    for rule in rules:
        for place in rule.places:
            for term in split(rule.terms):
                matchers[place].add(term, (rule.name, SCORES[rule.effect]))
    return matchers


# What this process has read last: the mark of the active lists, and their matchers.
_read = (None, {})


def _current():
    """Return the matchers of the active lists, compiled anew when there are other ones."""
    global _read
    active = Rule.objects.filter(is_active=True).order_by()
    mark = tuple(
        active.aggregate(Count("pk"), Max("pk"), Sum("version"), Sum("pk"), Max("created_at")).values()
    )
    if mark != _read[0]:
        _read = (mark, compile_rules(active.order_by("pk")))
    return _read[1]


@dataclass
class Trial:
    """What a list would have held of the replies of the last days: numbers by state, and the newest hits."""

    seen: Counter = field(default_factory=Counter)
    held: Counter = field(default_factory=Counter)
    shown: list = field(default_factory=list)
    common: list = field(default_factory=list)
    is_whole: bool = True


def try_out(rule):
    """Return the Trial of a list, which need not be saved."""
    matchers, trial, terms = compile_rules([rule]), Trial(), Counter()
    ends = time.monotonic() + TRIAL_SECONDS
    for reply in _lately().iterator(chunk_size=1000):
        if time.monotonic() > ends:
            trial.is_whole = False
            break
        trial.seen[reply.state] += 1
        hits = {term for place in rule.places for term, _ in matchers[place].find(_said(reply, place))}
        if hits:
            _note(trial, reply, min(hits))
            terms.update(hits if reply.state == Reply.State.PUBLISHED else ())
    trial.common = _common(terms, trial.seen[Reply.State.PUBLISHED])
    return trial


def _lately():
    since = timezone.now() - timedelta(days=TRIAL_DAYS)
    replies = Reply.objects.filter(created_at__gte=since, kind=Reply.Kind.REPLY, role=Reply.Role.READER)
    fields = ["public_id", "state", "name", "website", "text", "plain", "format", "created_at"]
    return replies.order_by("-pk").select_related("participant").only(*fields, "participant__email")


def _said(reply, place):
    if place == "email":
        return reply.participant.email if reply.participant else ""
    return reply.said if place == "text" else getattr(reply, place)


def _note(trial, reply, term):
    trial.held[reply.state] += 1
    if len(trial.shown) < TRIAL_SHOWN:
        trial.shown.append((reply, term))


def _common(terms, published):
    most = max(LEAST_COMMON, COMMON * published)
    return [(term, count) for term, count in terms.most_common(5) if count >= most]


class ChangedMeanwhile(Exception):
    """Somebody has saved the list since it was read."""


@transaction.atomic
def save(rule, *, is_active, actor):
    """Keep a list as it is now, active or not, and log it.

    Raises ChangedMeanwhile where the list isn't any more what `rule.version` was.
    """
    is_new, was_active = rule.pk is None, rule.is_active
    rule.is_active, rule.term_count = is_active, len(split(rule.terms))
    if is_new:
        rule.created_by = actor
    else:
        seen = Rule.objects.filter(pk=rule.pk, version=rule.version)
        rule.version += 1
        if not seen.update(version=rule.version):
            raise ChangedMeanwhile
    rule.save()
    log(instance=rule, action="wagtail.create" if is_new else "wagtail.edit", user=actor)
    if is_active or was_active:
        log(instance=rule, action=f"discussions.rule_{'on' if is_active else 'off'}", user=actor)


@transaction.atomic
def turn_off(rule, *, actor):
    """Let a list hold nothing any more; tell whether it did before."""
    if not Rule.objects.filter(pk=rule.pk, is_active=True).update(is_active=False):
        return False
    log(instance=rule, action="discussions.rule_off", user=actor)
    return True


@transaction.atomic
def delete(rule, *, actor):
    """Delete a list for good; the log keeps its name."""
    log(instance=rule, action="wagtail.delete", user=actor)
    rule.delete()
