"""The lists of words by which moderators hold back what arrives."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Rule(models.Model):
    """A list of terms, where they are looked for, and what follows; see `discussions.rules`."""

    class Effect(models.TextChoices):
        HOLD = "hold", _("hold: a moderator reads it first")
        SPAM = "spam", _("file as spam")

    name = models.CharField(_("name"), max_length=60)
    effect = models.CharField(_("effect"), max_length=4, choices=Effect.choices, default=Effect.HOLD)
    in_text = models.BooleanField(_("the text"), default=True)
    in_name = models.BooleanField(_("the name"), default=False)
    in_email = models.BooleanField(_("the e-mail address"), default=False)
    in_website = models.BooleanField(_("the website"), default=False)
    is_active = models.BooleanField(_("active"), default=False)
    # Each change counts: a worker reads the lists anew.
    version = models.PositiveIntegerField(default=1, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("by"),
        on_delete=models.SET_NULL,
        null=True,
        editable=False,
        related_name="+",
    )
    created_at = models.DateTimeField(_("made"), default=timezone.now, editable=False)
    term_count = models.PositiveIntegerField(_("terms"), default=0, editable=False)
    # One a line. Last, so that the database need not read past it.
    terms = models.TextField(_("terms"))

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("word list")
        verbose_name_plural = _("word lists")
        default_permissions = ()
        ordering = ["name", "pk"]

    def __str__(self):
        return self.name

    @property
    def places(self):
        """Where the terms are looked for: the names of the fields."""
        return [place for place in PLACES if getattr(self, f"in_{place}")]


PLACES = ("text", "name", "email", "website")
