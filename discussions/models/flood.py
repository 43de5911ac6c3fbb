"""The last flood of replies by people nobody knows."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Flood(models.Model):
    """The one row that says when the last flood began and when it was last felt; see `discussions.floods`."""

    began_at = models.DateTimeField(_("begun"))
    last_at = models.DateTimeField(_("last felt"))

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("flood")
        verbose_name_plural = _("floods")
        default_permissions = ()

    def __str__(self):
        return f"{self.began_at:%Y-%m-%d %H:%M}"
