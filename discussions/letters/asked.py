"""The mails that somebody asked for with an address that may not be theirs; each holds a personal link."""

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from discussions import links
from discussions.letters.envelope import seal, site_name, speaking
from discussions.models import Mail, Reply


def wanted(mails):
    """Return the mails that still make sense: what is confirmed already needs no confirmation."""
    return [mail for mail in mails if _is_wanted(mail)]


def _is_wanted(mail):
    if mail.kind == Mail.Kind.CONFIRMATION:
        return mail.reply.state == Reply.State.UNCONFIRMED and mail.reply.discussion.page is not None
    if mail.kind == Mail.Kind.SUBSCRIPTION:
        return mail.subscription.discussion.page is not None and not mail.subscription.is_active
    return True


def write(mails):
    """Return the mail, with a new personal link."""
    (mail,) = mails
    with speaking(mail.language):
        context = {
            "site": site_name(),
            "reply": mail.reply,
            "subscription": mail.subscription,
            "article": _article(mail),
            "url": settings.BASE_URL + _address(mail, links.issue(mail.email)),
        }
        return seal(mail, mail.kind, SUBJECTS[mail.kind](context), context)


def _article(mail):
    about = mail.reply or mail.subscription
    return about and about.discussion.page


def _address(mail, secret):
    if mail.kind == Mail.Kind.CONFIRMATION:
        return reverse("discussions:confirm", args=[secret, mail.reply.public_id])
    if mail.kind == Mail.Kind.SUBSCRIPTION:
        return reverse("discussions:confirm_following", args=[secret, mail.subscription_id])
    return reverse("discussions:mine", args=[secret])


SUBJECTS = {
    Mail.Kind.CONFIRMATION: lambda context: _("Confirm your reply to “%(article)s”") % context,
    Mail.Kind.LINK: lambda context: _("Your personal link on %(site)s") % context,
    Mail.Kind.SUBSCRIPTION: lambda context: _("Confirm that you follow “%(article)s”") % context,
}
