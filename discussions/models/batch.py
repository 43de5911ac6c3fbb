"""What was decided together, and can be undone together."""

import uuid

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Batch(models.Model):
    """One act on many replies, carried out in slices: `discussions.batches` writes it.

    `targets` holds pairs: a state, and the ids of the replies that were in it when the moderator confirmed.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    act = models.CharField(_("decision"), max_length=20)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("by"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )
    reason = models.CharField(_("reason"), max_length=50, blank=True)
    statement = models.TextField(_("statement of reasons"), blank=True)
    note = models.TextField(_("note"), blank=True)
    # The filter that chose the replies, as the listing's address has it.
    query = models.TextField(blank=True)
    # Kept as one value, not as rows: it is written once, read whole, and can hold 100,000.
    targets = models.JSONField(default=list)
    total = models.PositiveIntegerField(_("replies"))
    # How many of them have had their turn, and of how many the state was changed.
    position = models.PositiveIntegerField(default=0)
    decided = models.PositiveIntegerField(_("decided"), default=0)
    undoes = models.OneToOneField(
        "self",
        verbose_name=_("undoes"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="undone_by",
    )
    # When the moderator looked: what was written, edited or decided later isn't meant.
    seen_at = models.DateTimeField(default=timezone.now)
    created_at = models.DateTimeField(_("at"), default=timezone.now)
    advanced_at = models.DateTimeField(default=timezone.now)
    finished_at = models.DateTimeField(_("finished"), null=True, blank=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("batch of decisions")
        verbose_name_plural = _("batches of decisions")
        default_permissions = ()
        ordering = ["-created_at"]
        indexes = [
            models.Index(fields=["created_at"], condition=models.Q(finished_at=None), name="batch_unfinished")
        ]

    def __str__(self):
        return f"{self.act}: {self.total}"
