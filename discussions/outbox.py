"""The mails that are to leave: written in the transaction that causes them, sent once it is committed.

What can't leave now is tried again later by `manage.py tick`, for three days.
"""

import logging
import re
from datetime import timedelta

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import F
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django_tasks import task
from wagtail.models import Site

from discussions import links
from discussions.models import Mail, Reply

logger = logging.getLogger(__name__)

LINE_BREAKS = re.compile(r"[\r\n\x0b\x0c\x85\u2028\u2029]+")
# A worker that dies with a mail in its hands gives it back after that time.
CLAIM = timedelta(minutes=10)
RETRY_MINUTES = [1, 5, 15, 60, 180, 360, 720, 1440, 1440]
# To one address, so that nobody can fill a stranger's letter box from the reply form.
MOST_PER_HOUR = 5
READ_WITH = [
    *("reply__discussion__page", "reply__participant", "sanction"),
    *("report__reply__discussion__page", "report__reply__participant", "report__decision"),
    *("decision__reply__discussion__page", "decision__reply__participant"),
]
# Caused by what anybody may type into a form; the others follow from a moderator's decision and are owed.
ASKED_FOR = {Mail.Kind.CONFIRMATION, Mail.Kind.LINK, Mail.Kind.RECEIVED}


def put(kind, email, language, **about):
    """Write a mail about a reply, report, decision or sanction that leaves once the transaction is committed.

    None, if the address has got many within the hour: whoever has one of them reaches all their replies.
    """
    if kind in ASKED_FOR and _count_lately(email) >= MOST_PER_HOUR:
        return None
    mail = Mail.objects.create(kind=kind, email=email, language=language, **about)
    transaction.on_commit(lambda: deliver.enqueue(mail.pk), robust=True)
    return mail


def put_all(mails):
    """Write mails that are owed, as many as there are; they leave with `manage.py tick`."""
    Mail.objects.bulk_create([Mail(**mail) for mail in mails])


def _count_lately(email):
    since = timezone.now() - timedelta(hours=1)
    return Mail.objects.filter(email=email, kind__in=ASKED_FOR, created_at__gt=since).count()


@task()
def deliver(pk):
    """Send a mail if it is due and nobody else is sending it; tell whether it left."""
    now = timezone.now()
    due = Mail.objects.filter(pk=pk, sent_at=None, due_at__lte=now)
    if not due.update(due_at=now + CLAIM, attempts=F("attempts") + 1):
        return False
    mail = Mail.objects.select_related(*READ_WITH).get(pk=pk)
    if not is_wanted(mail):
        mail.delete()
        return False
    try:
        send(mail)
    except Exception as error:
        # Only its kind: a server's refusal quotes the address, and logs hold no personal data.
        logger.warning("Mail %s could not be sent (%s).", pk, type(error).__name__)
        _put_off(mail)
        return False
    Mail.objects.filter(pk=pk).update(sent_at=timezone.now())
    return True


def _put_off(mail):
    if mail.attempts > len(RETRY_MINUTES):
        logger.error("Mail %s is given up.", mail.pk)
        mail.delete()
        return
    due = timezone.now() + timedelta(minutes=RETRY_MINUTES[mail.attempts - 1])
    Mail.objects.filter(pk=mail.pk).update(due_at=due)


def is_wanted(mail):
    """Tell whether what caused a mail still stands."""
    if mail.kind == Mail.Kind.SANCTION:
        return mail.sanction.lifted_at is None
    if mail.kind == Mail.Kind.CONFIRMATION:
        return mail.reply.state == Reply.State.UNCONFIRMED
    # Undone before the mail left, it would tell of what isn't so.
    return mail.decision is None or mail.decision == mail.decision.reply.decisions.last()


def send_due(most=500):
    """Send what is due; return how many mails left."""
    due = Mail.objects.filter(sent_at=None, due_at__lte=timezone.now()).order_by("due_at")
    return sum(deliver.call(pk) for pk in [*due.values_list("pk", flat=True)[:most]])


def send(mail):
    """Write the mail in its reader's language, with a new personal link, and hand it to the mail server."""
    with translation.override(mail.language):
        site = Site.objects.get(is_default_site=True)
        reply = reply_of(mail)
        context = {
            "site": site.site_name,
            "reply": reply,
            "report": mail.report,
            "decision": mail.decision,
            "sanction": mail.sanction,
            "article": reply and reply.discussion.page,
            "url": settings.BASE_URL + _address(mail, reply),
        }
        subject = SUBJECTS[mail.kind](context)
        body = render_to_string(f"discussions/mail/{mail.kind}.txt", context)
    headers = {"Auto-Submitted": "auto-generated"}
    EmailMessage(LINE_BREAKS.sub(" ", subject), body.strip() + "\n", to=[mail.email], headers=headers).send()


def reply_of(mail):
    """Return the reply that a mail is about, None if it is about none."""
    about = mail.report or mail.decision
    return about.reply if about else mail.reply


def _address(mail, reply):
    """Return the path that a mail leads to: a reporter's to the report, a writer's to what is theirs."""
    if mail.kind == Mail.Kind.ALERT:
        return reverse("replies:index")
    if mail.kind in {Mail.Kind.RECEIVED, Mail.Kind.DECIDED}:
        return reverse("discussions:report_filed", args=[links.report_token(mail.report)])
    secret = links.issue(mail.email)
    if reply:
        # Once confirmed, a reply's address leads on to its receipt.
        return reverse("discussions:confirm", args=[secret, reply.public_id])
    return reverse("discussions:mine", args=[secret])


SUBJECTS = {
    Mail.Kind.CONFIRMATION: lambda context: _("Confirm your reply to “%(article)s”") % context,
    Mail.Kind.SANCTION: lambda context: _("A decision about what you write on %(site)s") % context,
    Mail.Kind.LINK: lambda context: _("Your personal link on %(site)s") % context,
    Mail.Kind.RECEIVED: lambda context: _("We have received your notice %(report)s") % context,
    Mail.Kind.DECIDED: lambda context: _("Our decision on your notice %(report)s") % context,
    Mail.Kind.STATEMENT: lambda context: _("Our decision on your reply to “%(article)s”") % context,
    Mail.Kind.APPEAL: lambda context: _("Our answer to your objection %(report)s") % context,
    Mail.Kind.ALERT: lambda context: _("A flood of replies on %(site)s") % context,
}
