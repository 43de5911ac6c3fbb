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


def put(kind, email, language, *, reply=None, is_limited=True):
    """Write a mail that leaves once the transaction is committed.

    None, if the address has got many within the hour: whoever has one of them reaches all their replies.
    """
    lately = Mail.objects.filter(email=email, created_at__gt=timezone.now() - timedelta(hours=1))
    if is_limited and lately.count() >= MOST_PER_HOUR:
        return None
    mail = Mail.objects.create(kind=kind, email=email, language=language, reply=reply)
    transaction.on_commit(lambda: deliver.enqueue(mail.pk), robust=True)
    return mail


@task()
def deliver(pk):
    """Send a mail if it is due and nobody else is sending it; tell whether it left."""
    now = timezone.now()
    due = Mail.objects.filter(pk=pk, sent_at=None, due_at__lte=now)
    if not due.update(due_at=now + CLAIM, attempts=F("attempts") + 1):
        return False
    mail = Mail.objects.select_related("reply__discussion__page", "reply__participant").get(pk=pk)
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
    return mail.kind != Mail.Kind.CONFIRMATION or mail.reply.state == Reply.State.UNCONFIRMED


def send_due(most=500):
    """Send what is due; return how many mails left."""
    due = Mail.objects.filter(sent_at=None, due_at__lte=timezone.now()).order_by("due_at")
    return sum(deliver.call(pk) for pk in [*due.values_list("pk", flat=True)[:most]])


def send(mail):
    """Write the mail in its reader's language, with a new personal link, and hand it to the mail server."""
    with translation.override(mail.language):
        site = Site.objects.get(is_default_site=True)
        context = {
            "site": site.site_name,
            "reply": mail.reply,
            "article": mail.reply and mail.reply.discussion.page,
            "url": settings.BASE_URL + _address(mail),
        }
        subject = SUBJECTS[mail.kind](context)
        body = render_to_string(f"discussions/mail/{mail.kind}.txt", context)
    headers = {"Auto-Submitted": "auto-generated"}
    EmailMessage(LINE_BREAKS.sub(" ", subject), body.strip() + "\n", to=[mail.email], headers=headers).send()


def _address(mail):
    if mail.kind == Mail.Kind.ALERT:
        return reverse("replies:index")
    secret = links.issue(mail.email)
    if mail.kind == Mail.Kind.CONFIRMATION:
        return reverse("discussions:confirm", args=[secret, mail.reply.public_id])
    return reverse("discussions:mine", args=[secret])


SUBJECTS = {
    Mail.Kind.CONFIRMATION: lambda context: _("Confirm your reply to “%(article)s”") % context,
    Mail.Kind.LINK: lambda context: _("Your personal link on %(site)s") % context,
    Mail.Kind.ALERT: lambda context: _("A flood of replies on %(site)s") % context,
}
