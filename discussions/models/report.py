"""A reader asks the moderators to look at a reply; or its writer, to look at their decision again."""

import secrets

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from discussions.models.decision import Decision
from discussions.models.reply import ID_ALPHABET, Reply
from discussions.names import email_key
from discussions.reasons import Reason


def new_reference():
    """Return what names a report in letters and on the phone, such as S-2026-7KQ4-M9TR; not to be guessed."""
    letters = "".join(secrets.choice(ID_ALPHABET) for _ in range(8)).upper()
    return f"S-{timezone.now():%Y}-{letters[:4]}-{letters[4:]}"


class ReportQuerySet(models.QuerySet):
    def open(self):
        return self.filter(status=Report.Status.OPEN)


class Report(models.Model):
    """One request for a decision on a reply. `discussions.settlement` closes it."""

    class Kind(models.TextChoices):
        LIGHT = "light", _("report")
        NOTICE = "notice", _("notice of illegal content")
        APPEAL = "appeal", _("objection of the writer")

    class Status(models.TextChoices):
        OPEN = "open", pgettext_lazy("report", "open")
        UPHELD = "upheld", _("upheld")
        DISMISSED = "dismissed", _("dismissed")
        # Its writer took the reply away, or it was erased: nothing is left to decide.
        MOOT = "moot", _("without object")

    reference = models.CharField(
        _("reference"), max_length=16, unique=True, default=new_reference, editable=False
    )
    reply = models.ForeignKey(
        Reply, verbose_name=_("reply"), on_delete=models.CASCADE, related_name="reports"
    )
    kind = models.CharField(_("kind"), max_length=6, choices=Kind.choices)
    reason = models.CharField(_("reason"), max_length=20, choices=Reason.choices, blank=True)
    explanation = models.TextField(_("explanation"), blank=True)
    # Of a notice: who gave it. Nobody had to prove the address.
    name = models.CharField(_("name"), max_length=80, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    email_key = models.CharField(max_length=254, blank=True, editable=False)
    language = models.CharField(_("language"), max_length=20)
    # A keyed digest of who reports, so that one person counts once a reply; see discussions.reports.
    reporter_key = models.CharField(max_length=64, blank=True, editable=False)

    status = models.CharField(_("status"), max_length=9, choices=Status.choices, default=Status.OPEN)
    created_at = models.DateTimeField(_("received"), default=timezone.now, editable=False)
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True, editable=False)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("decided by"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )
    # The change of the reply's state that answered it; none if the reply stays as it is.
    decision = models.ForeignKey(Decision, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    # Told to who reported; the note is for moderators only.
    statement = models.TextField(_("statement of reasons"), blank=True)
    note = models.TextField(_("note"), blank=True)

    objects = ReportQuerySet.as_manager()
    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("report")
        verbose_name_plural = _("reports")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["reply", "reporter_key"],
                condition=Q(kind="light") & ~Q(reporter_key=""),
                name="report_once_per_person",
            ),
            models.UniqueConstraint(
                fields=["reply"],
                condition=Q(kind="appeal", status="open"),
                name="report_one_open_appeal",
            ),
        ]
        indexes = [
            models.Index(fields=["created_at"], condition=Q(status="open"), name="report_open"),
            models.Index(fields=["email_key"], condition=~Q(email_key=""), name="report_email_key"),
        ]

    def __str__(self):
        return self.reference

    def save(self, *args, **kwargs):
        self.email_key = email_key(self.email)
        super().save(*args, **kwargs)

    @property
    def is_open(self):
        return self.status == self.Status.OPEN
