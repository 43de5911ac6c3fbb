"""The mails that tell somebody what was decided, or what happens: they are owed, nobody asked for them."""

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from discussions import links
from discussions.letters.envelope import seal, site_name, speaking, title_of
from discussions.models import Mail

Kind = Mail.Kind


def wanted(mails):
    """Return the mails that still are true: undone before it left, a mail would tell of what isn't so."""
    return [mail for mail in mails if _is_true(mail)]


def _is_true(mail):
    if mail.kind in {Kind.SANCTION, Kind.LIFTED}:
        return (mail.sanction.lifted_at is None) == (mail.kind == Kind.SANCTION)
    return mail.decision is None or mail.decision == mail.decision.reply.decisions.last()


def write(mails):
    """Return the mail about a report, a decision, a sanction or a flood; or about several decisions."""
    mail = mails[0]
    with speaking(mail.language):
        if len(mails) > 1:
            return _write_together(mails)
        about = mail.report or mail.decision
        reply = about.reply if about else None
        context = {
            "site": site_name(),
            "reply": reply,
            "report": mail.report,
            "decision": mail.decision,
            "sanction": mail.sanction,
            "others": mail.sanction and [*mail.sanction.participant.sanctions.in_force()],
            "article": reply and title_of(reply.discussion),
            "url": settings.BASE_URL + _address(mail, reply),
        }
        return seal(mail, mail.kind, SUBJECTS[mail.kind](context), context)


def _write_together(mails):
    """Return the one mail about what was decided on several replies of one writer."""
    secret = links.issue(mails[0].email)
    items = [
        {
            "reply": mail.decision.reply,
            "decision": mail.decision,
            "article": title_of(mail.decision.reply.discussion),
            "url": settings.BASE_URL + _own_address(secret, mail.decision.reply),
        }
        for mail in mails
    ]
    subject = ngettext(
        "Our decision on %(count)s reply of yours", "Our decisions on %(count)s replies of yours", len(items)
    ) % {"count": len(items)}
    return seal(mails[0], "statements", subject, {"name": items[0]["reply"].name, "items": items})


def _own_address(secret, reply):
    # Once confirmed, a reply's address leads on to its receipt.
    return reverse("discussions:confirm", args=[secret, reply.public_id])


def _address(mail, reply):
    """Return the path that a mail leads to: a reporter's to the report, a writer's to what is theirs."""
    if mail.kind == Kind.ALERT:
        return reverse("replies:index")
    if mail.kind in {Kind.RECEIVED, Kind.DECIDED}:
        return reverse("discussions:report_filed", args=[links.report_token(mail.report)])
    secret = links.issue(mail.email)
    if reply:
        return _own_address(secret, reply)
    return reverse("discussions:mine", args=[secret])


SUBJECTS = {
    Kind.SANCTION: lambda context: _("A decision about what you write on %(site)s") % context,
    Kind.LIFTED: lambda context: _("Lifted: a decision about what you write on %(site)s") % context,
    Kind.RECEIVED: lambda context: _("We have received your notice %(report)s") % context,
    Kind.DECIDED: lambda context: _("Our decision on your notice %(report)s") % context,
    Kind.STATEMENT: lambda context: _("Our decision on your reply to “%(article)s”") % context,
    Kind.APPEAL: lambda context: _("Our answer to your objection %(report)s") % context,
    Kind.ALERT: lambda context: _("A flood of replies on %(site)s") % context,
}
