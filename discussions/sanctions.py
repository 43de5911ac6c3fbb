"""What is decided about a person: their replies are watched, or they may write for a while, or no more, none.

The only writer of a participant's standing, which follows from the sanctions in force.
"""

import uuid
from datetime import timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from wagtail.log_actions import log

from discussions import orphans, outbox
from discussions.models import Mail, Participant, Sanction

Kind = Sanction.Kind
Standing = Participant.Standing

SEVEREST_FIRST = (Kind.BANNED, Kind.SUSPENDED, Kind.WATCHED)
BARRING = (Kind.BANNED, Kind.SUSPENDED)
UNDO_DAYS = 30
PROVEN = Q(kind=Participant.Kind.ACCOUNT) | Q(verified_at__isnull=False)


class Barred(Exception):
    """The person may not write; `sanction` says why and until when."""

    def __init__(self, sanction):
        super().__init__(sanction.kind)
        self.sanction = sanction


def check(participant):
    """Raise Barred if a participant may not write; no query for whoever is in good standing."""
    if participant is None or participant.standing not in BARRING:
        return
    in_force = [*participant.sanctions.in_force().filter(kind__in=BARRING)]
    if in_force:
        raise Barred(max(in_force, key=_weight))


def standing_of(participant):
    """Return the standing that a text is judged by.

    Whoever types the address of a person under a sanction is read first. A person who has proved the address
    doesn't answer for what others did under it without proof.
    """
    if participant.standing != Standing.GOOD or not participant.email_key:
        return participant.standing
    others = Participant.objects.filter(email_key=participant.email_key)
    if participant.is_proven:
        others = others.filter(PROVEN)
    is_sanctioned = others.filter(standing__in=SEVEREST_FIRST).exists()
    return Standing.WATCHED if is_sanctioned else Standing.GOOD


@transaction.atomic
def impose(people, kind, *, actor, seen_at=None, **what):
    """Put some participants under a sanction, tell them, and return the batch that it can be undone by.

    `what` are the other fields of `discussions.models.Sanction`: reason, statement, note, ends_at. Whoever
    has got just that since `seen_at` doesn't get it again: a second click returns the batch of the first.
    """
    what |= {"kind": kind, "actor": actor}
    people = _lock(people)
    done = _imposed_since(seen_at, people, **what) if seen_at else {}
    left = [person for person in people if person.pk not in done]
    batch = uuid.uuid4() if left or not done else next(iter(done.values()))
    for person in left:
        sanction = Sanction.objects.create(participant=person, batch=batch, **what)
        _settle(person)
        _tell(Mail.Kind.SANCTION, sanction)
    return batch


def _imposed_since(seen_at, people, *, ends_at=None, **what):
    """Return, by participant's id, the batches of the same sanction, imposed since and for no less long."""
    # A second click counts its days from a moment later.
    ends = {"ends_at__gt": ends_at - timedelta(hours=12)} if ends_at else {"ends_at": None}
    same = Sanction.objects.filter(participant__in=people, created_at__gt=seen_at, lifted_at=None)
    return dict(same.filter(**ends, **what).values_list("participant", "batch"))


@transaction.atomic
def lift(sanctions, *, actor=None):
    """Lift those of some sanctions that are not lifted yet, tell of it, and return how many."""
    ids = [*sanctions.values_list("pk", flat=True)]
    people = _lock(Participant.objects.filter(sanctions__in=ids))
    due = Sanction.objects.filter(pk__in=ids, lifted_at=None)
    # Of what has run out the first mail has told the day.
    early = [*due.in_force().select_related("participant__user")]
    count = due.update(lifted_at=timezone.now(), lifted_by=actor)
    for person in people:
        _settle(person)
    for sanction in early:
        # Whoever hasn't been told of it yet need not be told of its end.
        if not sanction.mails.filter(sent_at=None).exists():
            _tell(Mail.Kind.LIFTED, sanction)
    return count


def undo(batch, *, actor):
    """Lift what was imposed together within the last 30 days; return how many sanctions."""
    return lift(undoable(batch), actor=actor)


def undoable(batch):
    """Return the sanctions of a batch that can still be undone together."""
    since = timezone.now() - timedelta(days=UNDO_DAYS)
    return Sanction.objects.filter(batch=batch, created_at__gt=since, lifted_at=None)


def lift_run_out(most=500):
    """Lift the sanctions whose time is over; return how many."""
    due = [*Sanction.objects.run_out().values_list("pk", flat=True)[:most]]
    return lift(Sanction.objects.filter(pk__in=due)) if due else 0


def forget_the_freed(most=500):
    """Delete the participants of whom nothing was left but a sanction, now lifted; return how many.

    Not before they have been told: the mail would go with them.
    """
    freed = Participant.objects.filter(pk__in=Sanction.objects.exclude(lifted_at=None).values("participant"))
    untold = Mail.objects.filter(sanction__participant=OuterRef("pk"), sent_at=None)
    silent = freed.filter(~Exists(untold), replies=None, standing=Standing.GOOD)
    return orphans.forget_the_silent([*silent.values_list("pk", flat=True)[:most]])


def hand_over(guest, person):
    """Give a person what was decided and noted about a guest who turns out to be the same."""
    guest.notes.update(participant=person)
    if guest.sanctions.update(participant=person):
        _settle(person)


@transaction.atomic
def set_trust(participant, trust, *, actor):
    """Say how far a participant is trusted; Wagtail's log keeps who said so, and no name."""
    before = Participant.objects.select_for_update().get(pk=participant.pk).trust
    Participant.objects.filter(pk=participant.pk).update(trust=trust)
    data, title = {"from": before, "to": trust}, f"#{participant.pk}"
    log(instance=participant, action="discussions.trust", user=actor, title=title, data=data)


def _lock(people):
    ids = [*people.order_by("pk").values_list("pk", flat=True).distinct()]
    found = Participant.objects.select_for_update().filter(pk__in=ids).exclude(standing=Standing.ERASED)
    return [*found.order_by("pk")]


def _settle(person):
    """Let the severest sanction in force say what a participant's standing is."""
    kinds = {*person.sanctions.in_force().values_list("kind", flat=True)}
    person.standing = next((kind for kind in SEVEREST_FIRST if kind in kinds), Standing.GOOD)
    person.save(update_fields=["standing"])


def _tell(kind, sanction):
    person = sanction.participant
    if address := person.proven_address:
        outbox.put(kind, address, person.language or "fr", sanction=sanction)


def _weight(sanction):
    """Order by how long it bars: for ever is longest."""
    return sanction.ends_at is None, sanction.ends_at or sanction.created_at
