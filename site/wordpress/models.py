"""What an import remembers, so that twice is once."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ImportedItem(models.Model):
    """One item of a WordPress export and the page it became, with its source but for the comments."""

    site = models.CharField(_("site"), max_length=200)
    post_type = models.CharField(_("type"), max_length=50)
    post_id = models.CharField(_("WordPress id"), max_length=20)
    # Which of several items with one id, as faulty exports have them; empty for the first.
    twin = models.CharField(max_length=40, blank=True)
    guid = models.CharField(max_length=500, blank=True)
    page = models.ForeignKey(
        "wagtailcore.Page",
        verbose_name=_("page"),
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
    )
    # The revision the import made: a later one is an editor's work, which no import overwrites.
    revision = models.ForeignKey(
        "wagtailcore.Revision", on_delete=models.SET_NULL, null=True, related_name="+"
    )
    # sha256 of the item's XML: an unchanged item is left alone.
    checksum = models.CharField(max_length=64)
    xml = models.TextField(blank=True)
    imported_at = models.DateTimeField(_("imported"), auto_now=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("imported item")
        verbose_name_plural = _("imported items")
        default_permissions = ("view",)
        constraints = [
            models.UniqueConstraint(
                fields=["site", "post_type", "post_id", "twin"], name="imported_item_unique"
            )
        ]

    def __str__(self):
        return f"{self.site} {self.post_type} {self.post_id}"
