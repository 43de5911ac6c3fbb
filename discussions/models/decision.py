"""The log: every change of a reply's state."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from discussions.models.batch import Batch
from discussions.models.reply import Reply


class AppendOnly(models.QuerySet):
    def update(self, **fields):
        raise TypeError("Decisions are append-only.")

    def delete(self):
        raise TypeError("Decisions are append-only.")


class Decision(models.Model):
    """One change of a reply's state. Append-only: written by `discussions.moderation`, never changed."""

    reply = models.ForeignKey(
        Reply, verbose_name=_("reply"), on_delete=models.CASCADE, related_name="decisions"
    )
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("by"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )
    # What decided when no member of staff did: "gate", "writer", "import".
    rule = models.CharField(_("rule"), max_length=50, blank=True)
    # What the detectors found, as discussions.gate gives it; the moderator reads why.
    findings = models.JSONField(_("findings"), default=list, blank=True)
    from_state = models.CharField(_("from"), max_length=11, blank=True)
    to_state = models.CharField(_("to"), max_length=11)
    reason = models.CharField(_("reason"), max_length=50, blank=True)
    # Told to the writer; the note is for moderators only.
    statement = models.TextField(_("statement of reasons"), blank=True)
    note = models.TextField(_("note"), blank=True)
    # Names what was decided together, and can be undone together.
    batch = models.ForeignKey(
        Batch, on_delete=models.PROTECT, null=True, blank=True, editable=False, related_name="decisions"
    )
    created_at = models.DateTimeField(_("at"), default=timezone.now)

    # The reason of one that takes another back.
    UNDO = "undo"

    objects = AppendOnly.as_manager()
    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("decision")
        verbose_name_plural = _("decisions")
        default_permissions = ()
        ordering = ["created_at", "pk"]

    def __str__(self):
        return f"{self.reply_id}: {self.from_state} → {self.to_state}"

    def save(self, *args, **kwargs):
        if self.pk is not None:
            raise TypeError("Decisions are append-only.")
        super().save(*args, **kwargs)

    def delete(self, *args, **kwargs):
        raise TypeError("Decisions are append-only.")

    @classmethod
    def forget(cls, reply):
        """Blank what was written about the writer of an erased reply: the one exception, asked by the law."""
        rows = models.QuerySet(cls).filter(reply=reply)
        rows.update(note="", statement="", findings=[])
        # Who wrote a reply with an account stands in the row of its arrival.
        rows.filter(from_state="", rule="gate").update(actor=None)
        done = Batch.objects.filter(pk__in=rows.values("batch"), finished_at__isnull=False)
        done.update(note="", statement="", query="")
