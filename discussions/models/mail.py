"""The mails that are to leave, and the links in them."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from discussions.models.decision import Decision
from discussions.models.reply import Reply
from discussions.models.report import Report
from discussions.models.sanction import Sanction
from discussions.models.subscription import Subscription
from discussions.names import email_key


class PersonalLink(models.Model):
    """What proves that an address is somebody's: the secret in a mail. Only its digest is kept."""

    digest = models.CharField(max_length=64, unique=True)
    email_key = models.CharField(max_length=254, db_index=True)
    created_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("personal link")
        verbose_name_plural = _("personal links")
        default_permissions = ()

    def __str__(self):
        return f"{self.email_key}, {self.created_at:%Y-%m-%d}"


class Mail(models.Model):
    """A mail that is to leave, written with what causes it; at most one per person and reply."""

    class Kind(models.TextChoices):
        CONFIRMATION = "confirmation", _("confirmation")
        LINK = "link", _("personal link")
        SANCTION = "sanction", _("sanction")
        LIFTED = "lifted", _("end of a sanction")
        RECEIVED = "received", _("acknowledgement of a notice")
        DECIDED = "decided", _("decision on a notice")
        STATEMENT = "statement", _("statement of reasons")
        APPEAL = "appeal", _("answer to an objection")
        ALERT = "alert", _("alert to the moderators")
        SUBSCRIPTION = "subscription", _("confirmation of a subscription")
        NEWS = "news", _("new reply")
        MODERATION = "moderation", _("reply to moderate")

    kind = models.CharField(_("kind"), max_length=12, choices=Kind.choices)
    email = models.EmailField(_("e-mail"))
    email_key = models.CharField(max_length=254, editable=False)
    language = models.CharField(_("language"), max_length=20)
    reply = models.ForeignKey(
        Reply, verbose_name=_("reply"), on_delete=models.CASCADE, null=True, blank=True, related_name="mails"
    )
    sanction = models.ForeignKey(
        Sanction,
        verbose_name=_("sanction"),
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="mails",
    )
    # What a mail to a reporter is about, and what one that gives a writer the reasons.
    report = models.ForeignKey(Report, on_delete=models.CASCADE, null=True, blank=True, related_name="mails")
    decision = models.ForeignKey(
        Decision, on_delete=models.CASCADE, null=True, blank=True, related_name="mails"
    )
    # What is to be confirmed, or the moderator who is told.
    subscription = models.ForeignKey(
        Subscription, on_delete=models.CASCADE, null=True, blank=True, related_name="mails"
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, null=True, blank=True, related_name="+"
    )
    created_at = models.DateTimeField(default=timezone.now)
    # When it may be tried next; a mail that is being sent is put off, so that no second worker takes it.
    due_at = models.DateTimeField(default=timezone.now)
    attempts = models.PositiveSmallIntegerField(default=0)
    sent_at = models.DateTimeField(null=True, blank=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("mail")
        verbose_name_plural = _("mails")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "email_key", "reply"],
                condition=Q(reply__isnull=False),
                name="mail_once_per_person_and_reply",
            ),
            models.UniqueConstraint(
                fields=["kind", "report"], condition=Q(report__isnull=False), name="mail_once_per_report"
            ),
            models.UniqueConstraint(
                fields=["kind", "decision"],
                condition=Q(decision__isnull=False),
                name="mail_once_per_decision",
            ),
        ]
        indexes = [
            models.Index(fields=["due_at"], condition=Q(sent_at__isnull=True), name="mail_due"),
            models.Index(fields=["sent_at"], condition=Q(sent_at__isnull=False), name="mail_sent"),
            models.Index(fields=["email_key", "kind", "sent_at"], name="mail_recipient"),
        ]

    def __str__(self):
        return f"{self.kind}: {self.email}"

    def save(self, *args, **kwargs):
        self.email_key = email_key(self.email)
        super().save(*args, **kwargs)
