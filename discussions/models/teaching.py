"""What the moderators' decisions have taught the spam filter."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Teaching(models.Model):
    """The one row that holds what was learned; see `discussions.learning`, which alone writes it."""

    # Before the filters, so that reading it leaves them alone; a worker reads them anew when it changes.
    version = models.PositiveIntegerField(default=0)
    taught_at = models.DateTimeField(_("taught"), default=timezone.now)
    # The last decision that was looked at.
    last_decision = models.BigIntegerField(default=0)
    # The last decision that Akismet was told of, if it was a correction; see `discussions.akismet`.
    reported_decision = models.BigIntegerField(null=True)
    spam_count = models.PositiveIntegerField(default=0)
    good_count = models.PositiveIntegerField(default=0)
    # By language, "" for all together: JSON, compressed.
    filters = models.BinaryField(default=bytes)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("what was learned")
        verbose_name_plural = _("what was learned")
        default_permissions = ()

    def __str__(self):
        return f"{self.version}, {self.taught_at:%Y-%m-%d %H:%M}"
