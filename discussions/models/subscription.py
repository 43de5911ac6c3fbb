"""Who wants to be told by mail of what, and how often."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from discussions.models.discussion import Discussion
from discussions.models.reply import Reply
from discussions.names import email_key


class Frequency(models.TextChoices):
    NOW = "now", _("at each reply")
    DAILY = "daily", _("once a day")
    WEEKLY = "weekly", _("once a week")


class SubscriptionQuerySet(models.QuerySet):
    def active(self):
        return self.filter(confirmed_at__isnull=False, ended_at=None)

    def unconfirmed(self):
        return self.filter(confirmed_at=None, ended_at=None)

    def about(self, reply):
        """What covers a reply: its discussion, its thread, or the message that it answers."""
        scope = Subscription.Scope
        return self.filter(
            Q(scope=scope.DISCUSSION)
            | Q(scope=scope.THREAD, reply=reply.root_id)
            | Q(scope=scope.ANSWERS, reply=reply.parent_id),
            discussion=reply.discussion_id,
        )


class Subscription(models.Model):
    """What one address follows. Nothing is sent before `confirmed_at`, nor after `ended_at`."""

    class Scope(models.TextChoices):
        ANSWERS = "answers", _("the answers to my message")
        THREAD = "thread", _("this thread")
        DISCUSSION = "discussion", _("the whole discussion")

    email = models.EmailField(_("e-mail"))
    email_key = models.CharField(max_length=254, editable=False)
    language = models.CharField(_("language"), max_length=20)
    scope = models.CharField(_("what"), max_length=10, choices=Scope.choices)
    discussion = models.ForeignKey(
        Discussion, verbose_name=_("discussion"), on_delete=models.CASCADE, related_name="subscriptions"
    )
    # The message whose answers are followed, or the top of the thread.
    reply = models.ForeignKey(
        Reply, verbose_name=_("reply"), on_delete=models.CASCADE, null=True, blank=True, related_name="+"
    )
    frequency = models.CharField(
        _("how often"), max_length=6, choices=Frequency.choices, default=Frequency.NOW
    )
    created_at = models.DateTimeField(default=timezone.now)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = SubscriptionQuerySet.as_manager()
    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("subscription")
        verbose_name_plural = _("subscriptions")
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=Q(scope="discussion", reply__isnull=True)
                | Q(scope__in=["answers", "thread"], reply__isnull=False),
                name="subscription_scope_known",
            ),
            models.UniqueConstraint(
                fields=["discussion", "email_key"],
                condition=Q(reply__isnull=True),
                name="subscription_once_per_discussion",
            ),
            models.UniqueConstraint(
                fields=["reply", "scope", "email_key"],
                condition=Q(reply__isnull=False),
                name="subscription_once_per_reply",
            ),
        ]
        indexes = [models.Index(fields=["email_key"], name="subscription_email_key")]

    def __str__(self):
        return f"{self.email}: {self.scope}"

    def save(self, *args, **kwargs):
        self.email_key = email_key(self.email)
        super().save(*args, **kwargs)

    @property
    def is_active(self):
        return self.confirmed_at is not None and self.ended_at is None

    def covers(self, reply):
        """Tell whether a reply is among what is followed."""
        if self.scope == self.Scope.DISCUSSION:
            return self.discussion_id == reply.discussion_id
        return self.reply_id == (reply.root_id if self.scope == self.Scope.THREAD else reply.parent_id)


class ModeratorPreference(models.Model):
    """How often a moderator is told by mail what waits; who has none is never told."""

    class Frequency(models.TextChoices):
        NEVER = "", _("never")
        NOW = "now", _("at each reply")
        DAILY = "daily", _("once a day")

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="moderator_preference"
    )
    frequency = models.CharField(
        _("Replies to moderate"), max_length=5, choices=Frequency.choices, blank=True, default=""
    )
    # The day of the last daily mail, by the calendar of the site.
    told_on = models.DateField(null=True, blank=True, editable=False)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("moderator’s preference")
        verbose_name_plural = _("moderators’ preferences")
        default_permissions = ()

    def __str__(self):
        return f"{self.user}: {self.frequency}"
