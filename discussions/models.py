"""What readers answer: one discussion a page and language, its replies, and every decision on them."""

import secrets

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from discussions.threads import CONCEALING

# No 0, 1, i, l, o: an address read aloud or copied by hand stays right.
ID_ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"
ID_LENGTH = 10


def new_public_id():
    """Return ten random characters (49 bits) that name a reply in addresses."""
    return "".join(secrets.choice(ID_ALPHABET) for _ in range(ID_LENGTH))


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
        return self.page.title if self.page else f"#{self.pk}"


class Participant(models.Model):
    """Who speaks. Two guests with one unverified address are two participants."""

    class Kind(models.TextChoices):
        GUEST = "guest", _("guest")
        ACCOUNT = "account", _("account")
        REMOTE = "remote", _("remote")

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
    email = models.EmailField(_("e-mail"), blank=True)
    website = models.URLField(_("website"), blank=True)
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
            )
        ]

    def __str__(self):
        return self.name


class ReplyQuerySet(models.QuerySet):
    def pending(self):
        return self.filter(state=Reply.State.PENDING)

    def unconcealed(self):
        """Whatever may show on a page, itself or as a tombstone; `discussions.threads` decides."""
        return self.exclude(state__in=CONCEALING)

    def rows(self, *fields):
        """Return what `discussions.threads.outline` needs, and the fields asked for, in one cheap query."""
        return self.annotate(at=models.functions.Coalesce("published_at", "created_at")).values_list(
            "id", "parent_id", "number", "kind", "state", "at", *fields, named=True
        )


class Reply(models.Model):
    """One message by a reader. Only `discussions.moderation` writes its state."""

    class Kind(models.TextChoices):
        REPLY = "reply", _("reply")
        MENTION = "mention", _("mention")
        PLACEHOLDER = "placeholder", _("placeholder")
        RIGHT_OF_REPLY = "right_of_reply", _("right of reply")

    class State(models.TextChoices):
        UNCONFIRMED = "unconfirmed", _("unconfirmed")
        PENDING = "pending", _("pending")
        PUBLISHED = "published", _("published")
        REJECTED = "rejected", _("rejected")
        SPAM = "spam", _("spam")
        REMOVED = "removed", _("removed by the editors")
        WITHDRAWN = "withdrawn", _("withdrawn by its writer")
        ERASED = "erased", _("erased")

    class Format(models.TextChoices):
        MARKDOWN = "markdown", "Markdown"
        HTML = "html", "HTML"

    class Role(models.TextChoices):
        READER = "", _("reader")
        AUTHOR = "author", _("author")
        STAFF = "staff", _("editors")

    public_id = models.CharField(max_length=16, unique=True, default=new_public_id, editable=False)
    discussion = models.ForeignKey(
        Discussion, verbose_name=_("discussion"), on_delete=models.CASCADE, related_name="replies"
    )
    participant = models.ForeignKey(
        Participant,
        verbose_name=_("participant"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="replies",
    )
    # The true addressee, at any depth; `root` is the top of its thread, null on top-level replies.
    parent = models.ForeignKey(
        "self",
        verbose_name=_("in answer to"),
        on_delete=models.RESTRICT,
        null=True,
        blank=True,
        related_name="answers",
    )
    root = models.ForeignKey("self", on_delete=models.RESTRICT, null=True, blank=True, related_name="thread")
    number = models.PositiveIntegerField(_("number"), null=True, blank=True, editable=False)
    kind = models.CharField(_("kind"), max_length=14, choices=Kind.choices, default=Kind.REPLY)
    state = models.CharField(_("state"), max_length=11, choices=State.choices)

    # The name, website and role as they were when this was written.
    name = models.CharField(_("name"), max_length=80, blank=True)
    website = models.URLField(_("website"), blank=True)
    role = models.CharField(_("role"), max_length=6, choices=Role.choices, blank=True, default="")
    language = models.CharField(_("language"), max_length=20)

    text = models.TextField(_("text"), blank=True)
    format = models.CharField(max_length=8, choices=Format.choices, default=Format.MARKDOWN)
    # Rendered once, when the text is written; `render_version` tells which ones a new renderer must redo.
    html = models.TextField(blank=True, editable=False)
    plain = models.TextField(blank=True, editable=False)
    render_version = models.PositiveSmallIntegerField(default=0, editable=False)

    created_at = models.DateTimeField(_("written"), default=timezone.now, editable=False)
    published_at = models.DateTimeField(_("published"), null=True, blank=True, editable=False)
    source = models.CharField(_("source"), max_length=100, blank=True, editable=False)
    source_id = models.CharField(max_length=50, blank=True, editable=False)
    # What makes a double click or a repeated request the same reply; see discussions.posting.
    fingerprint = models.CharField(max_length=64, blank=True, editable=False)

    objects = ReplyQuerySet.as_manager()
    # Replies aren't pages: indexing references would triple the cost of writing one.
    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("reply")
        verbose_name_plural = _("replies")
        default_permissions = ()
        permissions = [
            ("moderate_reply", _("Can moderate replies")),
            ("view_reply_email", _("Can read the e-mail addresses of participants")),
        ]
        constraints = [
            models.UniqueConstraint(fields=["discussion", "number"], name="reply_number_unique"),
            models.UniqueConstraint(
                fields=["discussion", "source", "source_id"],
                condition=~Q(source=""),
                name="reply_source_unique",
            ),
            models.CheckConstraint(
                condition=Q(number__isnull=True) | Q(parent__isnull=True),
                name="reply_number_top_level_only",
            ),
            models.CheckConstraint(
                condition=Q(parent__isnull=True, root__isnull=True)
                | Q(parent__isnull=False, root__isnull=False),
                name="reply_root_with_parent",
            ),
            models.CheckConstraint(condition=~Q(parent=F("id")), name="reply_not_its_own_parent"),
            models.CheckConstraint(
                condition=~Q(kind="placeholder") | Q(parent__isnull=True, number__isnull=True),
                name="reply_placeholder_top_level",
            ),
        ]
        indexes = [
            models.Index(fields=["discussion", "state"], name="reply_discussion_state"),
            models.Index(fields=["state", "created_at"], name="reply_queue"),
            models.Index(fields=["discussion", "fingerprint"], name="reply_fingerprint"),
        ]

    def __str__(self):
        return f"{self.name} ({self.public_id})"

    @property
    def anchor(self):
        """The fragment this reply stands at, on the page that shows it."""
        return f"reponse-{self.public_id}"


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
    from_state = models.CharField(_("from"), max_length=11, blank=True)
    to_state = models.CharField(_("to"), max_length=11)
    note = models.TextField(_("note"), blank=True)
    created_at = models.DateTimeField(_("at"), default=timezone.now)

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
