"""What moderators decide about a person, and what they note."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext, pgettext
from django.utils.translation import gettext_lazy as _

from articles.templatetags.articles import long_date
from discussions.models.participant import Participant


class SanctionQuerySet(models.QuerySet):
    def in_force(self):
        """What holds at this moment, also if nobody has lifted yet what has run out."""
        return self.filter(Q(ends_at=None) | Q(ends_at__gt=timezone.now()), lifted_at=None)

    def run_out(self):
        return self.filter(lifted_at=None, ends_at__lte=timezone.now())


class Sanction(models.Model):
    """One decision about a person; it is lifted, never changed. Written by `discussions.sanctions`."""

    class Kind(models.TextChoices):
        WATCHED = "watched", _("watched")
        SUSPENDED = "suspended", _("suspended")
        BANNED = "banned", _("banned")

    class Reason(models.TextChoices):
        INSULT = "insult", _("insults or personal attacks")
        HATE = "hate", _("hatred or discrimination")
        ADVERTISING = "advertising", _("advertising or spam")
        FLOOD = "flood", _("the same thing over and over")
        IMPERSONATION = "impersonation", _("posing as somebody else")
        PRIVACY = "privacy", _("somebody’s private life")
        ILLEGAL = "illegal", _("content that the law forbids")
        OTHER = "other", _("another breach of the rules")

    participant = models.ForeignKey(
        Participant, verbose_name=_("participant"), on_delete=models.CASCADE, related_name="sanctions"
    )
    kind = models.CharField(_("kind"), max_length=9, choices=Kind.choices)
    reason = models.CharField(_("reason"), max_length=13, choices=Reason.choices)
    # Told to the person; the note is for moderators.
    statement = models.TextField(_("statement of reasons"), blank=True)
    note = models.TextField(_("note"), blank=True)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("by"), on_delete=models.SET_NULL, null=True, related_name="+"
    )
    # Names what was decided together, and can be undone together.
    batch = models.UUIDField(editable=False, db_index=True)
    created_at = models.DateTimeField(_("at"), default=timezone.now)
    ends_at = models.DateTimeField(_("until"), null=True, blank=True)
    lifted_at = models.DateTimeField(_("lifted"), null=True, blank=True)
    # Nobody, if it has run out.
    lifted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("lifted by"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )

    objects = SanctionQuerySet.as_manager()
    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("sanction")
        verbose_name_plural = _("sanctions")
        default_permissions = ()
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(kind="suspended") | Q(ends_at__isnull=False), name="sanction_suspension_ends"
            ),
            models.CheckConstraint(
                condition=Q(ends_at__isnull=True) | Q(ends_at__gt=F("created_at")),
                name="sanction_ends_after_it_begins",
            ),
        ]
        indexes = [
            models.Index(fields=["ends_at"], condition=Q(lifted_at__isnull=True), name="sanction_running")
        ]

    def __str__(self):
        return f"{self.participant_id}: {self.kind}"

    @property
    def is_in_force(self):
        return self.lifted_at is None and (self.ends_at is None or self.ends_at > timezone.now())

    @property
    def meaning(self):
        """What it means, in a sentence for the person."""
        until = self.ends_at and _in_full(timezone.localtime(self.ends_at))
        if self.kind == self.Kind.WATCHED and until:
            said = gettext("Until %(date)s a moderator reads your replies before they appear.")
        elif self.kind == self.Kind.WATCHED:
            said = gettext("A moderator reads your replies before they appear.")
        elif until:
            said = gettext("You can’t write here until %(date)s.")
        else:
            said = gettext("You can’t write here any more.")
        return said % {"date": until}


def _in_full(at):
    return f"{long_date(at)} {date_format(at, pgettext('time of a reply', 'g:i a'))}"


class Note(models.Model):
    """What a moderator wants the others to know about a person."""

    participant = models.ForeignKey(
        Participant, verbose_name=_("participant"), on_delete=models.CASCADE, related_name="notes"
    )
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("by"), on_delete=models.SET_NULL, null=True, related_name="+"
    )
    text = models.TextField(_("note"))
    created_at = models.DateTimeField(_("at"), default=timezone.now)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("note")
        verbose_name_plural = _("notes")
        default_permissions = ()
        ordering = ["-created_at", "-pk"]

    def __str__(self):
        return f"{self.participant_id}, {self.created_at:%Y-%m-%d %H:%M}"
