"""Teaches the spam filter by the moderators' decisions, and asks it.

A reply teaches as long as it stands as a person has decided: published, or filed as spam. What is undone,
corrected or erased is so in the next training, which begins with nothing: no word outlives its text.
"""

import json
import zlib
from datetime import timedelta

from django.db.models import F
from django.utils import timezone

from discussions import bayes
from discussions.detectors import Finding, rows
from discussions.models import Decision, Reply, Teaching
from discussions.words import fold

State = Reply.State

# Without as many of each it keeps silent; a language with so many has a filter of its own.
LEAST = 50
# The newest of each; an older fashion of spam is forgotten.
MOST = 4000
MOST_READ = 100_000
# New decisions that are worth a training at once; fewer wait for an hour.
ENOUGH = 20
SOON, LATEST = timedelta(hours=1), timedelta(days=1)
# All languages together.
ANY = ""
HOLDS, IS_SURE = 1.0, 2.0


def examine(text, website, language):
    """Return as rows for the log whether a text says what spam says, and by which words."""
    filters = _current()
    taught = filters.get(language) or filters.get(ANY)
    if taught is None:
        return []
    found = bayes.tokens(text, website)
    if not taught.holds(found):
        return []
    score = taught.score(found)
    spam, good = taught.telling(found)
    certainty = IS_SURE if score >= taught.sure else HOLDS
    return rows([Finding("bayes", certainty, round(score, 1), words=tuple(spam), against=tuple(good))])


def teach():
    """Train the filters anew if there is reason to; return how many replies taught them."""
    known = Teaching.objects.defer("filters").first() or Teaching()
    latest = Decision.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    if not _is_due(known):
        return 0
    samples = _samples()
    filters = _train(samples)
    # Of two machines at once one is late: what it learned is the same.
    row, _ = Teaching.objects.get_or_create(pk=1)
    Teaching.objects.filter(pk=row.pk, version=known.version).update(
        version=known.version + 1,
        taught_at=timezone.now(),
        last_decision=latest,
        spam_count=sum(is_spam for _, is_spam, _ in samples),
        good_count=sum(not is_spam for _, is_spam, _ in samples),
        filters=_pack(filters),
    )
    return len(samples) if filters else 0


def _is_due(known):
    fresh = Decision.objects.filter(pk__gt=known.last_decision)
    if known.version and fresh.filter(to_state=State.ERASED).exists():
        return True
    age = timezone.now() - known.taught_at if known.version else LATEST
    new = fresh.filter(rule="").count()
    # Whatever was purged with its discussion leaves no decision.
    return new >= ENOUGH or (new and age >= SOON) or (known.version and age >= LATEST)


def _samples():
    """Return (tokens, is_spam, language) of the newest texts that persons have decided on, each once."""
    room, seen, found = {True: MOST, False: MOST}, set(), []
    for decision in _taught_by().iterator(chunk_size=500):
        reply = decision.reply
        is_spam = reply.state == State.SPAM
        said = hash(fold(reply.said))
        if said not in seen and room[is_spam]:
            seen.add(said)
            room[is_spam] -= 1
            found.append((bayes.tokens(reply.said, reply.website), is_spam, reply.language))
    return found


def _taught_by():
    """Return the decisions that teach: a person's, on a reader's reply that is still as it was decided.

    No rule is named where a person decided, also one whose account is gone.
    """
    replies = {"reply__kind": Reply.Kind.REPLY, "reply__role": Reply.Role.READER}
    stands = Decision.objects.filter(
        rule="", to_state=F("reply__state"), reply__state__in=[State.PUBLISHED, State.SPAM], **replies
    )
    changed = stands.filter(reply__edited_at__gt=F("created_at")).values("pk")
    fields = ["text", "plain", "format", "website", "language", "state"]
    decisions = stands.exclude(pk__in=changed).select_related("reply").order_by("-pk")
    return decisions.only(*(f"reply__{field}" for field in fields))[:MOST_READ]


def _train(samples):
    """Return a Filter for all languages together, and one for each that has enough, by language."""
    languages = {language for _, _, language in samples}
    chosen = {ANY: samples} | {one: [it for it in samples if it[2] == one] for one in languages}
    return {
        language: bayes.train([sample[:2] for sample in those])
        for language, those in chosen.items()
        if min(sum(it[1] for it in those), sum(not it[1] for it in those)) >= LEAST
    }


def _pack(filters):
    plain = {
        language: {
            "weights": {token: round(weight, 3) for token, weight in taught.weights.items()},
            "threshold": taught.threshold,
            "sure": taught.sure,
        }
        for language, taught in filters.items()
    }
    return zlib.compress(json.dumps(plain).encode())


def _unpack(packed):
    if not packed:
        return {}
    return {
        language: bayes.Filter(**taught) for language, taught in json.loads(zlib.decompress(packed)).items()
    }


# What this process has read last: the mark of the row, and its filters.
_read = (None, {})


def _current():
    """Return the filters by language, read anew when there are newer ones."""
    global _read
    mark = Teaching.objects.values_list("version", "taught_at").first()
    if mark != _read[0]:
        row = Teaching.objects.first()
        _read = (mark, _unpack(bytes(row.filters)) if row else {})
    return _read[1]
