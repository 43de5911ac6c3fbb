"""What readers do with what is theirs, once a link in a mail has proved that an address is theirs."""

from datetime import timedelta

from django.contrib.auth import get_user_model
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from discussions import following, moderation
from discussions.editing import pass_the_gate
from discussions.links import find_person
from discussions.models import Mail, Participant, PersonalLink, Reply
from discussions.names import email_key
from discussions.policy import EDIT_MINUTES

State = Reply.State


class NotYours(Exception):
    """This link proves another address than the one the reply was written with."""


def people_of(address):
    """Return the participants that an address belongs to: guests who wrote with it, the account that has it.

    Of an account the address it has today counts, not the one it once wrote with.
    """
    key = email_key(address)
    # Asked for apart, and from the few accounts: in one question no index would lead to the guests.
    users = get_user_model().objects.filter(email__iexact=key)
    known = [*users.values_list("participant", flat=True)]
    return Participant.objects.filter(Q(kind=Participant.Kind.GUEST, email_key=key) | Q(pk__in=known))


def is_known(address):
    """Tell whether there is anything that a personal link would show to the owner of an address."""
    return people_of(address).exists() or following.followed_by(email_key(address)).exists()


def replies_of(link):
    """Return all that was written with the address of a link, in whatever state, the newest first."""
    replies = Reply.objects.filter(participant__in=people_of(link.email_key))
    return replies.select_related("discussion__page").order_by("-created_at", "-pk")


@transaction.atomic
def confirm(reply, link):
    """Take a reply as written by whom a link proves, and let it through the gate.

    Confirmed twice is confirmed once. Raises NotYours.
    """
    moderation.lock(reply.discussion_id)
    reply = Reply.objects.select_related("participant", "discussion__page").get(pk=reply.pk)
    if reply.participant is None or reply.participant.email_key != link.email_key:
        raise NotYours
    if reply.state != State.UNCONFIRMED:
        return reply
    guest, reply.participant = reply.participant, _prove(reply.participant, link)
    reply.editable_until = timezone.now() + timedelta(minutes=EDIT_MINUTES)
    reply.save(update_fields=["participant", "editable_until"])
    if guest != reply.participant and not guest.replies.exists():
        guest.delete()
    pass_the_gate(reply)
    following.fulfil(reply, reply.participant.email, is_proven=True)
    return reply


def _prove(guest, link):
    """Return the one participant of a confirmed address: the one there is, or else this guest."""
    person = find_person(link)
    if person is None:
        guest.verified_at = timezone.now()
        guest.save(update_fields=["verified_at"])
    return person or guest


def export(link):
    """Return all that is kept about the person of a link, in plain values for JSON."""
    return {
        "e-mail": link.email_key,
        "participants": [_export_person(person) for person in people_of(link.email_key).order_by("pk")],
        "replies": [_export_reply(reply) for reply in replies_of(link)],
        "subscriptions": following.export(link.email_key),
        "mails": [
            {"kind": mail.kind, "written": mail.created_at, "sent": mail.sent_at}
            for mail in Mail.objects.filter(email__iexact=link.email_key)
        ],
    }


def _export_person(person):
    fields = ["kind", "name", "email", "website", "language", "trust", "standing"]
    fields += ["verified_at", "created_at"]
    return {field: getattr(person, field) for field in fields}


def _export_reply(reply):
    fields = ["public_id", "state", "name", "website", "language", "text"]
    fields += ["created_at", "published_at", "edited_at"]
    page = reply.discussion.page
    return {field: getattr(reply, field) for field in fields} | {
        "article": page and page.full_url,
        "earlier_texts": [*reply.revisions.values("text", "created_at")],
        "decisions": [*reply.decisions.values("from_state", "to_state", "created_at", "reason", "statement")],
    }


@transaction.atomic
def erase(link):
    """Leave nothing of the person of a link: no text, no name, no address, in no row, log or mail."""
    for reply in replies_of(link):
        moderation.erase(reply, rule="writer")
    people_of(link.email_key).delete()
    following.forget(link.email_key)
    Mail.objects.filter(email__iexact=link.email_key).delete()
    PersonalLink.objects.filter(email_key=link.email_key).delete()
