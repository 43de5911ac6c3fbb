"""Takes a reply in: one transaction from the form to the log."""

import hashlib
import json
from datetime import timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from discussions import (
    akismet,
    detectors,
    floods,
    following,
    gate,
    limits,
    moderation,
    outbox,
    policy,
    sanctions,
    traces,
)
from discussions.examining import examine_text
from discussions.models import Discussion, Mail, Participant, Reply
from discussions.reading import discussed_page_id, find_answerable, read_policy, read_refusal
from discussions.rendering import RENDER_VERSION, render
from discussions.words import digest
from discussions.writers import UNKNOWN


class Refused(Exception):
    """The discussion takes no replies; `refusal` says why."""

    def __init__(self, refusal):
        super().__init__(refusal.code)
        self.refusal = refusal


class AddresseeGone(Exception):
    """The reply that was to be answered isn't there any more, or never was."""


class TooMany(Exception):
    """More replies than one person or network writes; `wait` is in seconds."""

    def __init__(self, wait):
        super().__init__(wait)
        self.wait = wait


def answer(page, writer, *, text, parent="", follow="", arrival=UNKNOWN):
    """Store a reply to a page, or to the reply whose public id is `parent`, and return it.

    `follow` is what its writer wants to be told of by mail, if anything; see `discussions.following`.

    The same words of the same person within ten minutes are the same reply: a double click, a reload; so is
    whatever comes with the same key. Raises Refused, AddresseeGone, TooMany or `sanctions.Barred`.
    """
    draft = _draft(page, writer, text, parent, arrival.key)
    draft.follow = follow
    counted = _subjects(page, writer, arrival)
    rates = limits.read(counted)
    if rates.wait:
        return _already(page, draft, rates)
    # Whatever needs no lock is done before it is taken: others wait for it.
    _write_out(draft)
    findings = [] if writer.role else _examine(draft, page, writer, arrival, rates)
    applied, trace = read_policy(page), traces.trace(arrival.origin)
    with transaction.atomic():
        draft.discussion = _lock(page)
        if taken := _repeated(draft):
            return taken
        if refusal := read_refusal(page, draft.discussion, applied):
            raise Refused(refusal)
        if parent:
            draft.parent = _addressee(draft.discussion, parent)
        _store(draft, writer, findings, applied)
        traces.keep(trace, draft)
        akismet.ask_later(draft, arrival.network)
    limits.count(counted)
    return draft


def claim(page, writer, *, text, passage="", arrival=UNKNOWN):
    """Store what somebody named in an article answers by right, also where the discussion is closed.

    Whatever the policy, it waits for a moderator, once its address is confirmed. `passage` is what it is
    about. Raises Refused where there is no discussion, or TooMany.
    """
    draft = _draft(page, writer, text, Reply.Kind.RIGHT_OF_REPLY, arrival.key)
    draft.kind = Reply.Kind.RIGHT_OF_REPLY
    counted = _subjects(page, writer, arrival)
    rates = limits.read(counted)
    if rates.wait:
        return _already(page, draft, rates)
    _write_out(draft)
    findings = _examine(draft, page, writer, arrival, rates)
    trace = traces.trace(arrival.origin)
    with transaction.atomic():
        draft.discussion = _lock(page)
        if draft.discussion.status == Discussion.Status.HIDDEN:
            raise Refused(policy.HIDDEN)
        if taken := _repeated(draft):
            return taken
        draft.participant = writer.participant or _participant(writer, draft.language)
        _receive_claim(draft, writer, {"rule": "gate", "findings": findings, "note": passage})
        traces.keep(trace, draft)
    limits.count(counted)
    return draft


def _receive_claim(draft, writer, by):
    if writer.is_proven:
        verdict = judge(draft, None, by["findings"])
        moderation.receive(draft, verdict.state, is_locked=True, reason=verdict.reason, **by)
        return
    moderation.receive(draft, Reply.State.UNCONFIRMED, is_locked=True, reason="unconfirmed", **by)
    outbox.put(Mail.Kind.CONFIRMATION, writer.email, draft.language, reply=draft)


def _draft(page, writer, text, parent, key):
    """Return a reply as far as it costs nothing: whoever sends too much is refused with no more of it."""
    return Reply(
        name=writer.name,
        website=writer.website,
        role=writer.role,
        language=page.locale.language_code,
        text=text,
        key=key,
        fingerprint=_fingerprint(page, writer, text, parent),
        editable_until=timezone.now() + timedelta(minutes=policy.EDIT_MINUTES),
    )


def _write_out(draft):
    draft.html, draft.plain = render(draft.text, Reply.Format.MARKDOWN)
    draft.render_version, draft.text_digest = RENDER_VERSION, digest(draft.text)


def _subjects(page, writer, arrival):
    """Return who and what a reply counts for, by limit; staff count for nothing."""
    if writer.role:
        return {}
    return {
        limits.PERSON: writer.subject,
        limits.PERSON_DAY: writer.subject,
        limits.NETWORK: arrival.network,
        limits.ARTICLE: discussed_page_id(page),
        limits.SITE: "site",
        **dict.fromkeys([limits.STRANGERS, limits.BURST], _crowd(writer, arrival)),
    }


def _crowd(writer, arrival):
    """Return what strangers are counted for, or nothing: for whom we know, or where no network is known."""
    return "site" if arrival.network and floods.is_stranger(writer) else ""


def _already(page, draft, rates):
    """Return what a repeated request has brought before; anything new has come too soon."""
    found = Discussion.objects.filter(page_id=discussed_page_id(page)).first()
    if found:
        draft.discussion = found
        if taken := _repeated(draft):
            return taken
    raise TooMany(rates.wait)


def _lock(page):
    """Return the page's discussion, made if need be and locked: of two clicks at once one waits."""
    page_id = discussed_page_id(page)
    found = Discussion.objects.select_for_update().filter(page_id=page_id).first()
    if found:
        return found
    made, is_new = Discussion.objects.get_or_create(page_id=page_id, defaults={"locale_id": page.locale_id})
    return made if is_new else moderation.lock(made.pk)


def _repeated(draft):
    """Return the reply that this one repeats, or None; a key that another text has is taken away."""
    replies = Reply.objects.filter(discussion=draft.discussion).exclude(state=Reply.State.WITHDRAWN)
    since = timezone.now() - timedelta(minutes=policy.REPEAT_MINUTES)
    same = Q(fingerprint=draft.fingerprint, created_at__gte=since)
    found = [*replies.filter(same | Q(key=draft.key) if draft.key else same)]
    taken = next((reply for reply in found if reply.text == draft.text), None)
    if found and not taken:
        draft.key = ""
    return taken


def _addressee(discussion, parent):
    found = find_answerable(discussion, parent)
    if found is None:
        raise AddresseeGone
    return found


def _store(draft, writer, findings, applied):
    draft.participant = writer.participant or _participant(writer, draft.language)
    if writer.is_proven:
        sanctions.check(draft.participant)
    by = {"actor": writer.user, "rule": "gate", "findings": findings}
    if gate.needs_confirmation(applied, role=writer.role, is_proven=writer.is_proven, findings=findings):
        moderation.receive(draft, Reply.State.UNCONFIRMED, is_locked=True, reason="unconfirmed", **by)
        outbox.put(Mail.Kind.CONFIRMATION, writer.email, draft.language, reply=draft)
        return
    verdict = judge(draft, applied, findings)
    moderation.receive(draft, verdict.state, is_locked=True, reason=verdict.reason, **by)
    following.fulfil(draft, writer.email, is_proven=writer.is_proven)


def _examine(draft, page, writer, arrival, rates):
    signals = detectors.Signals(honeypot=arrival.honeypot, elapsed=arrival.elapsed)
    found = [*examine_text(draft, page, writer.email), *detectors.examine_arrival(signals)]
    return found + _examine_rates(rates.counts) if floods.is_stranger(writer) else found


def _examine_rates(counts):
    """Return what speaks against a stranger's reply by what else arrives; whom we know isn't held for it."""
    rates = detectors.Rates(
        network=counts.get(limits.NETWORK, 0),
        article=counts.get(limits.ARTICLE, 0),
        site=counts.get(limits.SITE, 0),
    )
    found = [*floods.examine(counts), *detectors.examine_rates(rates)]
    # However much arrives, that is one objection: it holds a reader's reply and never makes it spam.
    return [row | {"score": 0.0} if at else row for at, row in enumerate(found)]


def judge(reply, applied, findings):
    """Return the gate's verdict on a reply whose writer is set; on a right of reply a person judges."""
    if reply.kind == Reply.Kind.RIGHT_OF_REPLY:
        return gate.Verdict("pending", "right_of_reply")
    return gate.judge(
        applied,
        role=reply.role,
        trust=reply.participant.trust,
        standing=sanctions.standing_of(reply.participant),
        findings=findings,
    )


def _participant(writer, language):
    """Return who speaks: an account is one person; each guest a new one, for anybody can type an address."""
    known = {"name": writer.name, "email": writer.email, "website": writer.website, "language": language}
    if writer.user is None:
        return Participant.objects.create(**known)
    return Participant.objects.get_or_create(
        user=writer.user, defaults={"kind": Participant.Kind.ACCOUNT, **known}
    )[0]


def _fingerprint(page, writer, text, parent):
    parts = [discussed_page_id(page), parent, writer.subject, writer.name, writer.email, text]
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()
