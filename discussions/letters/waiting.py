"""The mails that tell a moderator what waits, each reply with the address where it is decided on."""

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from discussions import gate, mandates
from discussions.detectors import explain
from discussions.letters.envelope import full_url, seal, site_name, speaking
from discussions.models import ModeratorPreference, Reply

# More than that nobody reads in a mail; the queue has them all.
LISTED = 30


def wanted(mails):
    """Return those mails of one moderator that still say something: to who asked, of what still waits."""
    asked = ModeratorPreference.objects.exclude(frequency=ModeratorPreference.Frequency.NEVER)
    if not mandates.may_moderate(mails[0].user) or not asked.filter(user=mails[0].user).exists():
        return []
    return [mail for mail in mails if _still_waits(mail)]


def _still_waits(mail):
    if mail.reply is None:
        return Reply.objects.waiting().exists()
    return mail.reply.state == Reply.State.PENDING


def write(mails):
    """Return the mail about one reply, or the list of several; a mail about none lists all that waits."""
    mail = mails[0]
    is_list_of_all = any(mail.reply is None for mail in mails)
    with speaking(mail.language):
        if len(mails) == 1 and not is_list_of_all:
            names = {"name": mail.reply.name, "article": mail.reply.discussion}
            subject = _("To moderate: %(name)s on “%(article)s”") % names
            return seal(mail, "moderation", subject, {"days": mandates.DAYS, **_item(mail, mail.reply)})
        replies = _most_urgent() if is_list_of_all else [mail.reply for mail in mails[:LISTED]]
        count = Reply.objects.waiting().count() if is_list_of_all else len(mails)
        context = {
            "items": [_item(mail, reply) for reply in replies],
            "count": count,
            "days": mandates.DAYS,
            "more": count - len(replies),
            "queue_url": settings.BASE_URL + reverse("replies:index"),
        }
        return seal(mail, "moderation_digest", _digest_subject(count), context)


def _most_urgent():
    return Reply.objects.waiting().select_related("discussion__page", "parent")[:LISTED]


def _digest_subject(count):
    return ngettext(
        "%(count)s reply to moderate on %(site)s", "%(count)s replies to moderate on %(site)s", count
    ) % {"count": count, "site": site_name()}


def _item(mail, reply):
    decision = reply.decisions.last()
    # Others are listed because of what was reported, or objected to.
    is_held = decision is not None and decision.to_state == Reply.State.PENDING
    why = gate.WHY.get(decision.reason, "") if is_held else ""
    findings = [explain(row) for row in decision.findings] if decision else []
    return {
        "reply": reply,
        "article": reply.discussion,
        "why": [line for line in (why, *findings) if line],
        "url": full_url("moderate", mail.language, mandates.token_for(mail.user, reply)),
    }
