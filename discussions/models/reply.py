"""One message by a reader, and its earlier texts."""

import secrets

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from discussions.models.discussion import Discussion
from discussions.models.participant import Participant

# No 0, 1, i, l, o: an address read aloud or copied by hand stays right.
ID_ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"
ID_LENGTH = 10


def new_public_id():
    """Return ten random characters (49 bits) that name a reply in addresses."""
    return "".join(secrets.choice(ID_ALPHABET) for _ in range(ID_LENGTH))


class ReplyQuerySet(models.QuerySet):
    def waiting(self):
        """What waits for a moderator, the most urgent first and of these what has waited longest."""
        return self.filter(urgency__gt=0).order_by("-urgency", "waiting_since", "pk")

    def shown(self):
        """What readers meet: visible replies, and the tombstones and placeholders above them."""
        return self.filter(shown=True)

    def visible(self):
        """What readers can read."""
        return self.filter(shown=True, state=Reply.State.PUBLISHED).exclude(kind=Reply.Kind.PLACEHOLDER)

    def rows(self, *fields):
        """Return what `discussions.threads` needs, and the fields asked for, in one cheap query."""
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

    class Urgency(models.IntegerChoices):
        NONE = 0, _("nothing to decide")
        SUSPECT = 1, _("perhaps spam")
        WAITS = 2, _("waits")
        REPORTED = 3, _("reported")
        LAW = 4, _("under the law")

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
    # Its index is among those below.
    root = models.ForeignKey(
        "self", on_delete=models.RESTRICT, null=True, blank=True, related_name="thread", db_index=False
    )
    number = models.PositiveIntegerField(_("number"), null=True, blank=True, editable=False)
    kind = models.CharField(_("kind"), max_length=14, choices=Kind.choices, default=Kind.REPLY)
    state = models.CharField(_("state"), max_length=11, choices=State.choices)

    # What follows from the states of a thread, and is kept true by discussions.tally: without it a page of
    # 10,000 replies costs 60 ms. Whether readers meet this reply, or what stands for it; the time it is
    # ordered by; and on the top of a thread, how many answers are shown beneath.
    shown = models.BooleanField(default=False, editable=False)
    stands_at = models.DateTimeField(default=timezone.now, editable=False)
    answer_count = models.PositiveIntegerField(default=0, editable=False)

    # How urgent a decision is, and since when it waits: what is old may have been reported just now.
    # Kept true by discussions.urgency, so that the queue is a range of an index.
    urgency = models.PositiveSmallIntegerField(
        _("urgency"), choices=Urgency.choices, default=Urgency.NONE, editable=False
    )
    waiting_since = models.DateTimeField(null=True, blank=True, editable=False)

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
    edited_at = models.DateTimeField(_("edited"), null=True, blank=True, editable=False)
    # Until then its writer may change it.
    editable_until = models.DateTimeField(null=True, blank=True, editable=False)
    source = models.CharField(_("source"), max_length=100, blank=True, editable=False)
    source_id = models.CharField(max_length=50, blank=True, editable=False)
    # The same for texts that say the same; see discussions.words.
    text_digest = models.CharField(max_length=16, blank=True, editable=False)
    # What makes a double click or a repeated request the same reply; see discussions.posting.
    fingerprint = models.CharField(max_length=64, blank=True, editable=False)
    # The browser's name for this text, where it has JavaScript: a retry after days is the same reply.
    key = models.CharField(max_length=40, blank=True, editable=False)
    # What its writer asked to follow, until the address is confirmed; see discussions.following.
    follow = models.CharField(max_length=10, blank=True, editable=False)
    # Somebody may want to know of it and hasn't been told yet; see discussions.announcing.
    is_news = models.BooleanField(default=False, editable=False)

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
            models.UniqueConstraint(
                fields=["discussion", "key"], condition=~Q(key=""), name="reply_key_unique"
            ),
            models.CheckConstraint(
                condition=Q(shown=False) | ~Q(state__in=["unconfirmed", "pending", "rejected", "spam"]),
                name="reply_shown_unconcealed",
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
            models.CheckConstraint(
                condition=Q(urgency=0, waiting_since__isnull=True)
                | Q(urgency__gt=0, waiting_since__isnull=False),
                name="reply_waiting_since_with_urgency",
            ),
        ]
        indexes = [
            # One for each order that threads are read in, and one for the answers beneath.
            models.Index(
                fields=["discussion", "stands_at", "id"],
                condition=Q(shown=True, root__isnull=True),
                name="reply_threads",
            ),
            models.Index(
                fields=["discussion", "-answer_count", "stands_at", "id"],
                condition=Q(shown=True, root__isnull=True),
                name="reply_most_discussed",
            ),
            # If the tops stood in these two, SQLite would take them for a way to those of one discussion.
            models.Index(
                fields=["root", "stands_at", "id"],
                condition=Q(shown=True, root__isnull=False),
                name="reply_answers",
            ),
            models.Index(fields=["root"], condition=Q(root__isnull=False), name="reply_thread"),
            # For the feeds; with the second condition, lest SQLite take them for a way to the threads.
            models.Index(
                fields=["discussion", "-stands_at", "-id"],
                condition=Q(shown=True, state="published"),
                name="reply_newest",
            ),
            models.Index(
                fields=["language", "-stands_at", "-id"],
                condition=Q(shown=True, state="published"),
                name="reply_site_newest",
            ),
            # With the kind, PostgreSQL counts from it alone: 100,000 in 16 ms instead of 81.
            models.Index(
                fields=["-urgency", "waiting_since", "id", "kind"],
                condition=Q(urgency__gt=0),
                name="reply_waiting",
            ),
            models.Index(fields=["state", "created_at"], name="reply_queue"),
            models.Index(fields=["discussion", "fingerprint"], name="reply_fingerprint"),
            models.Index(
                fields=["text_digest", "created_at"], condition=~Q(text_digest=""), name="reply_repeats"
            ),
            # Whose names no guest carries unread: few of many. With the role, SQLite reads nothing else.
            models.Index(fields=["discussion", "role", "name"], condition=~Q(role=""), name="reply_badges"),
            models.Index(fields=["id"], condition=Q(is_news=True), name="reply_news"),
        ]

    def __str__(self):
        return f"{self.name} ({self.public_id})"

    @property
    def is_forgotten(self):
        """Whether nothing is left but a place: erased, or blanked in time by `discussions.retention`."""
        return not (self.name or self.text)

    @property
    def said(self):
        """What its writer typed; of imported HTML what can be read."""
        return self.text if self.format == self.Format.MARKDOWN else self.plain

    @property
    def anchor(self):
        """The fragment this reply stands at, on the page that shows it."""
        return f"reponse-{self.public_id}"


class Revision(models.Model):
    """A text as it was before its writer changed it."""

    reply = models.ForeignKey(
        Reply, verbose_name=_("reply"), on_delete=models.CASCADE, related_name="revisions"
    )
    text = models.TextField(_("text"))
    format = models.CharField(max_length=8, choices=Reply.Format.choices)
    # When the text was replaced.
    created_at = models.DateTimeField(_("at"), default=timezone.now)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("earlier text")
        verbose_name_plural = _("earlier texts")
        default_permissions = ()
        ordering = ["created_at", "pk"]

    def __str__(self):
        return f"{self.reply_id}, {self.created_at:%Y-%m-%d %H:%M}"
