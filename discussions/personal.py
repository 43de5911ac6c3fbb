"""What a person does with what is theirs: by a link in a mail, or through the administration."""

from dataclasses import dataclass
from datetime import timedelta

from django.contrib.auth import get_user_model
from django.db import transaction
from django.db.models import Prefetch, Q, QuerySet
from django.utils import timezone
from wagtail.log_actions import log

from discussions import following, moderation, reports, sanctions
from discussions.editing import pass_the_gate
from discussions.links import find_person
from discussions.models import Mail, Participant, PersonalLink, Reply, Report, Sanction, Subscription
from discussions.names import email_key
from discussions.policy import EDIT_MINUTES

State = Reply.State


class NotYours(Exception):
    """This link proves another address than the one the reply was written with."""


@dataclass(frozen=True)
class Person:
    """Whose data it is about: some participants, and their address if all that is kept under it is meant."""

    people: QuerySet
    address: str = ""

    @property
    def replies(self):
        """All they wrote, in whatever state, the newest first."""
        replies = Reply.objects.filter(participant__in=self.people)
        return replies.select_related("discussion__page").order_by("-created_at", "-pk")

    @property
    def sanctions(self):
        """What is in force on them, as far as it was proved that they are the person."""
        proven = self.people.filter(sanctions.PROVEN)
        return Sanction.objects.in_force().filter(participant__in=proven)

    @property
    def mails(self):
        """The mails that left or are to leave for them: to their address, or about what is theirs."""
        own = Q(reply__participant__in=self.people) | Q(sanction__participant__in=self.people)
        own |= Q(decision__reply__participant__in=self.people)
        keys = {key for one in self.people.select_related("user") for key in one.email_keys}
        own &= Q(email_key__in=keys)
        return Mail.objects.filter(own | Q(email_key=self.address) if self.address else own)

    @property
    def notices(self):
        """What was reported with their address."""
        return notices_from(self.address)

    @property
    def reports(self):
        """What they reported lightly, as long as that can be told."""
        return reports.made_by(self.people)

    @property
    def subscriptions(self):
        """All that was ever asked with their address."""
        return following.asked_by(self.address) if self.address else Subscription.objects.none()


def person_of(link):
    """Return the person whose address a link proves."""
    return Person(people_of(link.email_key), link.email_key)


def person_behind(participant, *, whole_address):
    """Return a participant as a person, with all that is kept under the same address if that is wanted.

    An address under which nothing else is kept is theirs in any case.
    """
    address = participant.address
    if address and (whole_address or not has_more(participant)):
        same = {*people_of(address).values_list("pk", flat=True)}
        return Person(Participant.objects.filter(pk__in={participant.pk, *same}), email_key(address))
    return Person(Participant.objects.filter(pk=participant.pk))


def has_more(participant):
    """Tell whether anything is kept under a participant's address that need not be theirs."""
    key = email_key(participant.address)
    return bool(key) and (
        people_of(key).exclude(pk=participant.pk).exists()
        or following.asked_by(key).exclude(confirmed_at=None).exists()
        or notices_from(key).exists()
    )


def notices_from(key):
    """Return the notices that were given with an address."""
    return Report.objects.filter(email_key=key) if key else Report.objects.none()


def people_of(address):
    """Return the participants that an address belongs to: guests who wrote with it, the account that has it.

    Of an account the address it has today counts, not the one it once wrote with; that one, if it is gone.
    """
    key = email_key(address)
    # Asked for apart, and from the few accounts: in one question no index would lead to the guests.
    users = get_user_model().objects.filter(email__iexact=key)
    known = [*users.values_list("participant", flat=True)]
    own = Q(kind=Participant.Kind.GUEST) | Q(kind=Participant.Kind.ACCOUNT, user=None)
    return Participant.objects.filter(own & Q(email_key=key) | Q(pk__in=known))


def is_known(address):
    """Tell whether there is anything that a personal link would show to the owner of an address."""
    key = email_key(address)
    return people_of(key).exists() or following.asked_by(key).exists() or notices_from(key).exists()


def replies_of(link):
    """Return all that was written with the address of a link, in whatever state, the newest first."""
    return person_of(link).replies


@transaction.atomic
def confirm(reply, link):
    """Take a reply as written by whom a link proves, and let it through the gate if nobody has decided.

    Confirmed twice is confirmed once. Raises NotYours.
    """
    moderation.lock(reply.discussion_id)
    # Of several replies of one address that are confirmed at once, the second finds whom the first proved.
    [*Participant.objects.select_for_update().filter(email_key=link.email_key).order_by("pk")]
    reply = Reply.objects.select_related("participant", "discussion__page").get(pk=reply.pk)
    if reply.participant is None or reply.participant.email_key != link.email_key:
        raise NotYours
    if not awaits_confirmation(reply):
        return reply
    _hand_over(reply, _prove(reply.participant, link))
    if reply.state == State.UNCONFIRMED:
        reply.editable_until = timezone.now() + timedelta(minutes=EDIT_MINUTES)
        reply.save(update_fields=["editable_until"])
        pass_the_gate(reply)
    following.fulfil(reply, reply.participant.email, is_proven=True)
    return reply


def awaits_confirmation(reply):
    """Tell whether its writer has still to prove who they are, even if a moderator was faster."""
    return reply.state == State.UNCONFIRMED or bool(reply.participant and not reply.participant.is_proven)


def _hand_over(reply, person):
    guest, reply.participant = reply.participant, person
    reply.save(update_fields=["participant"])
    if guest != person and not guest.replies.exists():
        sanctions.hand_over(guest, person)
        guest.delete()


def _prove(guest, link):
    """Return the one participant of a confirmed address: the one there is, or else this guest."""
    person = find_person(link)
    if person is None:
        guest.verified_at = timezone.now()
        guest.save(update_fields=["verified_at"])
    return person or guest


def export(person):
    """Return all that is kept about a person, in plain values for JSON."""
    return {
        "e-mail": person.address,
        "participants": [_export_participant(one) for one in person.people.order_by("pk")],
        "replies": [_export_reply(reply) for reply in _with_all(person.replies)],
        "subscriptions": following.export(person.address) if person.address else [],
        "mails": [
            {"kind": mail.kind, "written": mail.created_at, "sent": mail.sent_at}
            for mail in person.mails.order_by("pk")
        ],
        "notices": [_export_report(report) for report in person.notices],
        "reports": [_export_report(report) for report in person.reports],
    }


def _with_all(replies):
    objections = Prefetch("reports", Report.objects.filter(kind=Report.Kind.APPEAL), to_attr="objections")
    return replies.select_related("trace").prefetch_related("revisions", "decisions", objections)


def _export_participant(participant):
    fields = ["kind", "name", "email", "website", "language", "trust", "standing"]
    fields += ["verified_at", "created_at"]
    decided = ["kind", "reason", "statement", "note", "created_at", "ends_at", "lifted_at"]
    # Who wrote a note is somebody else's data.
    return _take(participant, fields) | {
        "sanctions": [*participant.sanctions.values(*decided)],
        "notes": [*participant.notes.values("text", "created_at")],
    }


def _export_reply(reply):
    fields = ["public_id", "state", "name", "website", "language", "text"]
    fields += ["created_at", "published_at", "edited_at"]
    decided = ["from_state", "to_state", "created_at", "reason", "statement", "note"]
    page, trace = reply.discussion.page, getattr(reply, "trace", None)
    return _take(reply, fields) | {
        "article": page and page.full_url,
        "earlier_texts": [_take(one, ["text", "created_at"]) for one in reply.revisions.all()],
        "decisions": [_take(one, decided) for one in reply.decisions.all()],
        # Not the address: whoever typed this person's e-mail address need not be this person.
        "network_address_sealed": trace and trace.created_at,
        "objections": [_export_report(report) for report in reply.objections],
    }


def _take(row, fields):
    return {field: getattr(row, field) for field in fields}


def _export_report(report):
    fields = ["reference", "kind", "reason", "explanation", "name", "email", "language"]
    fields += ["status", "created_at", "decided_at", "statement"]
    return _take(report, fields)


@transaction.atomic
def erase(person, *, actor=None):
    """Leave nothing of a person: no text, no name, no address, in no row, log or mail.

    `actor` is the member of staff who does it; else it is the person. Return how many replies were erased.
    """
    by = {"actor": actor, "reason": "erasure"} if actor else {"rule": "writer"}
    people = _lock(person)
    mails, made = [*person.mails.values_list("pk", flat=True)], [*person.reports.values_list("pk", flat=True)]
    replies = [*person.replies.order_by("discussion_id", "pk")]
    for reply in replies:
        moderation.erase(reply, **by)
    Mail.objects.filter(pk__in=mails).delete()
    for participant in people:
        _note_erasure(participant, actor)
        participant.delete()
    # What they reported goes on without them: it is about somebody else's text.
    person.notices.update(**reports.NOBODY)
    Report.objects.filter(pk__in=made).update(**reports.NOBODY, reporter_key="")
    if person.address:
        following.forget(person.address)
        PersonalLink.objects.filter(email_key=person.address).delete()
    return len(replies)


def _lock(person):
    """Keep everybody else off a person's replies and the person, in the order of all others; return who."""
    for pk in sorted({*person.replies.order_by().values_list("discussion", flat=True)}):
        moderation.lock(pk)
    people = Participant.objects.filter(pk__in=[*person.people.values_list("pk", flat=True)])
    return [*people.select_for_update().order_by("pk")]


def _note_erasure(participant, actor):
    """Write into Wagtail's log that it was done, without a word about the person."""
    if actor is not None:
        log(instance=participant, action="discussions.erased", user=actor, title=f"#{participant.pk}")
