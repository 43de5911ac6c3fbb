"""Who speaks."""

import random

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from discussions.names import email_key, fold

# How many drawings the style sheet has: site/static/css/avatar.css.
AVATARS = 96


def new_avatar():
    """Return the number of a drawing; chance alone, so that it says nothing about the address."""
    return random.randrange(AVATARS)  # noqa: S311


class Participant(models.Model):
    """Who speaks. Two guests with one unverified address are two participants."""

    class Kind(models.TextChoices):
        GUEST = "guest", _("guest")
        ACCOUNT = "account", _("account")
        REMOTE = "remote", _("remote")

    class Trust(models.TextChoices):
        NEW = "new", _("new")
        KNOWN = "known", _("known")
        TRUSTED = "trusted", _("trusted")

    class Standing(models.TextChoices):
        GOOD = "good", _("good")
        WATCHED = "watched", _("watched")
        SUSPENDED = "suspended", _("suspended")
        BANNED = "banned", _("banned")
        ERASED = "erased", _("erased")

    kind = models.CharField(_("kind"), max_length=7, choices=Kind.choices, default=Kind.GUEST)
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        verbose_name=_("account"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="participant",
    )
    name = models.CharField(_("name"), max_length=80)
    # What looks the same is the same: to find a person, and one who poses as another.
    folded_name = models.CharField(max_length=240, blank=True, editable=False)
    email = models.EmailField(_("e-mail"), blank=True)
    email_key = models.CharField(max_length=254, blank=True, editable=False)
    # When the person proved that the address is theirs; until then anybody may have typed it.
    verified_at = models.DateTimeField(_("address confirmed"), null=True, blank=True, editable=False)
    website = models.URLField(_("website"), blank=True)
    language = models.CharField(_("language"), max_length=20, blank=True)
    avatar = models.PositiveSmallIntegerField(default=new_avatar, editable=False)
    trust = models.CharField(_("trust"), max_length=7, choices=Trust.choices, default=Trust.NEW)
    standing = models.CharField(_("standing"), max_length=9, choices=Standing.choices, default=Standing.GOOD)
    # "wordpress:communaute.example:loic@…": who an import has already met.
    source = models.CharField(max_length=300, blank=True, editable=False)
    created_at = models.DateTimeField(_("created"), default=timezone.now, editable=False)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("participant")
        verbose_name_plural = _("participants")
        constraints = [
            models.UniqueConstraint(
                fields=["source"], condition=~Q(source=""), name="participant_source_unique"
            ),
            # Accounts have their own proof; of guests, one person per address that was confirmed.
            models.UniqueConstraint(
                fields=["email_key"],
                condition=Q(kind="guest", verified_at__isnull=False) & ~Q(email_key=""),
                name="participant_verified_unique",
            ),
        ]
        indexes = [
            models.Index(fields=["email_key"], name="participant_email_key"),
            models.Index(fields=["standing"], condition=~Q(standing="good"), name="participant_not_in_good"),
        ]

    def __str__(self):
        return self.name

    def save(self, *args, **kwargs):
        self.folded_name, self.email_key = fold(self.name), email_key(self.email)
        super().save(*args, **kwargs)

    @property
    def is_proven(self):
        """Whether the person has shown that they are who they say: by an account, or by a mail."""
        return self.kind == self.Kind.ACCOUNT or self.verified_at is not None

    @property
    def address(self):
        """The address of today: their account's, or the one they wrote with."""
        return self.user.email if self.user else self.email

    @property
    def proven_address(self):
        """Where the person can be told of a decision; empty as long as anybody may have typed it."""
        return self.address if self.is_proven else ""

    @property
    def email_keys(self):
        """The addresses that are this person's: the one they wrote with, and their account's of today."""
        keys = {self.email_key, email_key(self.user.email) if self.user else ""}
        return keys - {""}
