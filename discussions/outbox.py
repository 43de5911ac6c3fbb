"""The mails that are to leave: written in the transaction that causes them, a few sent once it is committed.

What doesn't leave then is sent by `manage.py tick`, and what can't leave tried again for three days.
"""

import logging
import smtplib
import time
from datetime import timedelta

from django.conf import settings
from django.core.cache import cache
from django.core.mail import get_connection
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django_tasks import task

from discussions import schedule
from discussions.letters import asked, news, told, waiting
from discussions.letters.envelope import host
from discussions.models import Mail
from discussions.names import email_key

logger = logging.getLogger(__name__)

Kind = Mail.Kind
# What decides whether a mail is wanted, and writes it.
LETTERS = {
    Kind.CONFIRMATION: asked,
    Kind.LINK: asked,
    Kind.SUBSCRIPTION: asked,
    Kind.NEWS: news,
    Kind.MODERATION: waiting,
    Kind.SANCTION: told,
    Kind.LIFTED: told,
    Kind.RECEIVED: told,
    Kind.DECIDED: told,
    Kind.STATEMENT: told,
    Kind.APPEAL: told,
    Kind.ALERT: told,
}
# Caused by what anybody may type into a form; the others follow from what was decided, and are owed. So is an
# acknowledgement, by law, though anybody may cause it: where there are many, it leaves later.
ASKED_FOR = {Kind.CONFIRMATION, Kind.LINK, Kind.SUBSCRIPTION}
# Asked for with any address, known or not, and answered alike: an answer that took longer while a mail leaves
# would tell which is known. So these leave with `tick`.
UNHURRIED = {Kind.LINK, Kind.SUBSCRIPTION}
# What one person is to get of these at the same time leaves as one mail, of so many at most: with an excerpt
# each they make 120 kB; moderators read the first few. What is decided together is told together.
GATHERED = {Kind.NEWS: 200, Kind.MODERATION: 1000, Kind.STATEMENT: 40}
# A sixth of these within a quarter of an hour waits for others; a decision on what one wrote never does.
PATIENT = {Kind.NEWS, Kind.MODERATION}
# A worker that dies with a mail in its hands gives it back after that time.
CLAIM = timedelta(minutes=10)
RETRY_MINUTES = [1, 5, 15, 60, 180, 360, 720, 1440, 1440]
# Of what anybody can have sent to one address, so that nobody can fill a stranger's letter box.
MOST_PER_HOUR = 5
# What leaves in the request that caused it, until there is a task worker; the rest is for `tick`.
FEW = 5
FEW_SECONDS = 2
# Known to all processes that share a cache: the server has kept a request waiting. None asks it for a minute.
SLOW, SLOW_SECONDS = "discussions.outbox.slow", 60
# What says nothing of the server, only of one mail; every other fault of smtplib is an OSError, too.
REFUSED = (
    smtplib.SMTPRecipientsRefused,
    smtplib.SMTPDataError,
    smtplib.SMTPSenderRefused,
    smtplib.SMTPNotSupportedError,
)
RELATED = [
    "reply__discussion__page__locale",
    "reply__participant__user",
    "reply__parent",
    "subscription__discussion__page",
    "sanction",
    *("report__reply__discussion__page", "report__reply__participant", "report__decision"),
    *("decision__reply__discussion__page", "decision__reply__participant"),
    "user",
]


def put(kind, email, language, **about):
    """Write a mail that leaves once the transaction is committed, if not later; `about` is what it is about.

    None, if the address has got many within the hour: whoever has one of them reaches all that is theirs.
    """
    if kind in ASKED_FOR and _count_lately(email) >= MOST_PER_HOUR:
        return None
    due = _turn(kind, email) if kind == Kind.RECEIVED else timezone.now()
    mail = Mail.objects.create(kind=kind, email=email, language=language, due_at=due, **about)
    # On one's own machine nobody runs `tick`, and nobody measures.
    if kind not in UNHURRIED or settings.DEBUG:
        _leave_on_commit(mail)
    return mail


class _Leaving:
    """The mails of one transaction: once it is committed they leave together, and only once."""

    def __init__(self):
        self.pks = []

    def __call__(self):
        pks, self.pks = self.pks, []
        if pks:
            deliver.enqueue(pks)


def _leave_on_commit(mail):
    # Registered for each mail: a savepoint that is rolled back takes along what was registered within.
    waiting = [hook for _savepoints, hook, _robust in transaction.get_connection().run_on_commit]
    leaving = next((hook for hook in waiting if isinstance(hook, _Leaving)), _Leaving())
    leaving.pks.append(mail.pk)
    transaction.on_commit(leaving, robust=True)


def put_all(mails):
    """Write mails that are owed, as many as there are; they leave with `manage.py tick`."""
    Mail.objects.bulk_create([Mail(email_key=email_key(mail["email"]), **mail) for mail in mails])


def _count_lately(email):
    lately = Mail.objects.filter(email_key=email_key(email), kind__in=ASKED_FOR)
    return lately.filter(created_at__gt=timezone.now() - timedelta(hours=1)).count()


def _turn(kind, email):
    """Return when one more mail of a kind may leave to an address."""
    now, hour = timezone.now(), timedelta(hours=1)
    others = Mail.objects.filter(email_key=email_key(email), kind=kind, due_at__gt=now - hour)
    return now + others.count() // MOST_PER_HOUR * hour


@task()
def deliver(pks):
    """Send a few of some mails, those that are due and that nobody else is sending; return how many left."""
    return send_a_few(pk__in=pks)


def send_due(most=500):
    """Send what is due; return how many mails left."""
    return _send_all(_due().order_by("due_at", "pk").values_list("pk", flat=True)[:most])


def send_a_few(**about):
    """Send what is due of some mails, as long as that takes no time; whoever caused it is waiting.

    A request may come here more than once: a server that has kept it waiting isn't asked again.
    """
    if cache.get(SLOW):
        return 0
    began, pks = time.monotonic(), _due(**about).order_by("pk").values_list("pk", flat=True)[:FEW]
    count = _send_all(pks, until=began + FEW_SECONDS, timeout=FEW_SECONDS)
    if time.monotonic() - began > FEW_SECONDS:
        cache.set(SLOW, value=True, timeout=SLOW_SECONDS)
    return count


def _due(**about):
    return Mail.objects.filter(sent_at=None, due_at__lte=timezone.now(), **about)


def _send_all(pks, until=float("inf"), timeout=None):
    """Send over one connection; stop once the server is away, which is no fault of the mails that follow.

    `timeout` is how many seconds each answer of the server may take, by default `EMAIL_TIMEOUT`.
    """
    connection, count = get_connection(timeout=timeout), 0
    try:
        for pk in [*pks]:
            left = _deliver(pk, connection)
            count += bool(left)
            if left is None or time.monotonic() > until:
                break
    finally:
        _drop(connection)
    return count


def _deliver(pk, connection):
    """Tell whether a mail left; None if the server is away."""
    mails = _claim(pk)
    try:
        mails = _fit(mails)
        letter = _write(mails)
        if letter is None:
            return False
        _send(letter, mails, connection)
    except Exception as error:
        # Only its kind: a server's refusal quotes the address, and logs hold no personal data.
        logger.warning("Mail %s could not be sent (%s).", pk, type(error).__name__)
        for mail in mails:
            _put_off(mail)
        _drop(connection)
        return None if isinstance(error, OSError) and not isinstance(error, REFUSED) else False
    return True


def _fit(mails):
    """Return the first of some mails, as many as fit into one, and give the others back for the next."""
    kept = news.fitting(mails) if mails and mails[0].kind == Kind.NEWS else mails
    given_back = Mail.objects.filter(pk__in=[mail.pk for mail in mails[len(kept) :]])
    given_back.update(due_at=timezone.now(), attempts=F("attempts") - 1)
    return kept


def _send(letter, mails, connection):
    """Send a letter and note that it has left: of news beforehand, for nobody may be told twice of a reply.

    A process that dies in between sends other mails again, and mail programs drop the double by its name.
    """
    connection.open()
    letter.connection = connection
    is_once, sent = mails[0].kind == Kind.NEWS, Mail.objects.filter(pk__in=[mail.pk for mail in mails])
    if is_once:
        sent.update(sent_at=timezone.now())
    letter.send()
    if not is_once:
        sent.update(sent_at=timezone.now())


def _write(mails):
    """Return the letter that some mails make, or None; whatever isn't wanted any more is deleted."""
    if not mails:
        return None
    letters = LETTERS[mails[0].kind]
    wanted = letters.wanted(mails)
    Mail.objects.filter(pk__in={mail.pk for mail in mails} - {mail.pk for mail in wanted}).delete()
    if not wanted:
        return None
    letter = letters.write(wanted)
    letter.extra_headers["Message-ID"] = _name(wanted[-1])
    return letter


def _name(mail):
    """Return the Message-ID of what leaves with a mail as its latest: at each try the same.

    With the time, because a database that was restored gives the same keys to others.
    """
    return f"<{mail.pk}.{mail.created_at.timestamp():.0f}@{host()}>"


def _drop(connection):
    """Forget a connection that may be of no use any more; the next mail opens another."""
    try:
        connection.close()
    except Exception as error:
        logger.warning("The connection to the mail server broke (%s).", type(error).__name__)


def _claim(pk):
    """Return the mails that leave together with this one, and keep others off them; none if it isn't due."""
    now, due = timezone.now(), _due(pk=pk)
    mail = due.first()
    if mail is None:
        return []
    if mail.kind in GATHERED:
        due = _due(**_together(mail))
        if mail.kind in PATIENT and (later := _next_turn(mail, now)):
            due.update(due_at=later)
            return []
    # This very time marks what was claimed here: a second worker finds nothing that is due.
    until = now + CLAIM
    due = due.filter(pk__in=due.order_by("pk").values("pk")[: GATHERED.get(mail.kind, 1)])
    if not due.update(due_at=until, attempts=F("attempts") + 1):
        return []
    claimed = Mail.objects.filter(**_together(mail), sent_at=None, due_at=until)
    return [*claimed.select_related(*RELATED).order_by("pk")]


def _together(mail):
    """Return what the mails have in common that may leave as one; one mail speaks one language."""
    return {"kind": mail.kind, "email_key": mail.email_key, "language": mail.language}


def _next_turn(mail, now):
    sent = Mail.objects.filter(email_key=mail.email_key, kind=mail.kind, sent_at__gt=now - schedule.GATHERING)
    # The replies of one mail were sent at the same time.
    return schedule.next_turn(set(sent.values_list("sent_at", flat=True)), now)


def _put_off(mail):
    if mail.attempts > len(RETRY_MINUTES):
        logger.error("Mail %s is given up.", mail.pk)
        mail.delete()
        return
    due = timezone.now() + timedelta(minutes=RETRY_MINUTES[mail.attempts - 1])
    Mail.objects.filter(pk=mail.pk).update(due_at=due, sent_at=None)
