"""One discussion a page and language, and what it accepts."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _


class Discussion(models.Model):
    """All that is said under one page. The first write makes it, a read never does."""

    class Status(models.TextChoices):
        OPEN = "open", _("open")
        CLOSED = "closed", _("closed")
        HIDDEN = "hidden", _("hidden")

    # Not a ParentalKey: replies would enter the page's revisions. Kept when the page is deleted.
    page = models.OneToOneField(
        "wagtailcore.Page",
        verbose_name=_("page"),
        on_delete=models.SET_NULL,
        null=True,
        related_name="discussion",
    )
    locale = models.ForeignKey(
        "wagtailcore.Locale", verbose_name=_("language"), on_delete=models.PROTECT, related_name="+"
    )
    status = models.CharField(_("status"), max_length=6, choices=Status.choices, default=Status.OPEN)
    # The highest number given so far: a number is never given twice, even if its reply is erased.
    last_number = models.PositiveIntegerField(default=0, editable=False)
    # Stored because counting 100,000 rows costs each page 10 ms; kept true by discussions.tally. Threads
    # are counted apart, so that the last page is known.
    shown_count = models.PositiveIntegerField(_("replies shown"), default=0, editable=False)
    thread_count = models.PositiveIntegerField(default=0, editable=False)
    # When its page was deleted; some time later the discussion follows.
    orphaned_at = models.DateTimeField(null=True, blank=True, editable=False)
    created_at = models.DateTimeField(_("created"), default=timezone.now, editable=False)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("discussion")
        verbose_name_plural = _("discussions")
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=["open", "closed", "hidden"]), name="discussion_status_known"
            )
        ]

    def __str__(self):
        return self.page.title if self.page else gettext("Deleted article")


class DiscussionPolicy(models.Model):
    """What is different below one page: an article, a list, or the front page, which speaks for the site.

    An empty field leaves the word to the page above; see discussions.policy.
    """

    class Replies(models.TextChoices):
        # Of replies, not of the discussion: in French the two don't agree with the same words.
        OPEN = "open", pgettext_lazy("replies", "open")
        CLOSED = "closed", pgettext_lazy("replies", "closed")

    class Moderation(models.TextChoices):
        BEFORE = "before", _("before publication")
        FIRST = "first", _("before publication, until one reply of the person has been published")
        AFTER = "after", _("after publication")

    class Confirmation(models.TextChoices):
        REQUIRED = "required", _("required")
        OFF = "off", _("not asked for")

    page = models.OneToOneField(
        "wagtailcore.Page",
        verbose_name=_("page"),
        on_delete=models.CASCADE,
        related_name="discussion_policy",
    )
    replies = models.CharField(_("replies"), max_length=6, choices=Replies.choices, blank=True)
    moderation = models.CharField(_("moderation"), max_length=6, choices=Moderation.choices, blank=True)
    confirmation = models.CharField(
        _("confirmation by e-mail"), max_length=8, choices=Confirmation.choices, blank=True
    )
    # Days after an article's publication, by the calendar of the site's time zone; 0 means never.
    closes_after = models.PositiveSmallIntegerField(_("closed after (days)"), null=True, blank=True)
    closes_at = models.DateTimeField(_("closed from"), null=True, blank=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("discussion policy")
        verbose_name_plural = _("discussion policies")

    def __str__(self):
        return self.page.title
