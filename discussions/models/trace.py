"""Where a reply came from, as far as that is kept."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from discussions.models.reply import Reply


class Trace(models.Model):
    """Where a reply came from; the network address stands nowhere in clear. See `discussions.traces`."""

    reply = models.OneToOneField(
        Reply, verbose_name=_("reply"), on_delete=models.CASCADE, primary_key=True, related_name="trace"
    )
    # Keyed: what came from the same source has the same. Blanked after some weeks.
    digest = models.CharField(max_length=32, blank=True)
    # For the authorities alone; `manage.py unseal` opens it.
    sealed = models.CharField(max_length=255)
    created_at = models.DateTimeField(default=timezone.now)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("origin")
        verbose_name_plural = _("origins")
        default_permissions = ()
        indexes = [
            models.Index(fields=["digest"], condition=~Q(digest=""), name="trace_same_origin"),
            # The first finds what loses its digest, however many rows have lost theirs.
            models.Index(fields=["created_at"], condition=~Q(digest=""), name="trace_with_digest"),
            models.Index(fields=["created_at"], name="trace_age"),
        ]

    def __str__(self):
        return f"{self.reply_id}, {self.created_at:%Y-%m-%d}"
