"""What an import did, as a file for programs and as a page for the person who started it."""

from collections import Counter
from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

RESULTS = ("created", "updated", "unchanged")
SHOWN_NOTES = 20


@dataclass
class Tally:
    """Every thing counted once: created, updated, unchanged, or skipped or failed for a reason."""

    done: Counter = field(default_factory=Counter)
    skipped: Counter = field(default_factory=Counter)
    failed: Counter = field(default_factory=Counter)

    def as_json(self):
        return {result: self.done[result] for result in RESULTS} | {
            "skipped": dict(self.skipped),
            "failed": dict(self.failed),
        }


@dataclass
class Report:
    """The counts of one run over one or several files of one blog."""

    files: list = field(default_factory=list)
    dry_run: bool = False
    repairs: Counter = field(default_factory=Counter)
    items: Tally = field(default_factory=Tally)
    replies: Tally = field(default_factory=Tally)
    media: Tally = field(default_factory=Tally)
    placeholders: int = 0
    warnings: list = field(default_factory=list)
    pages: list = field(default_factory=list)

    @property
    def exit(self):
        return 2 if self.items.failed else 0

    def as_json(self):
        return {
            "file": self.files[0] if len(self.files) == 1 else self.files,
            "exit": self.exit,
            "dry_run": self.dry_run,
            "repairs": dict(self.repairs),
            "warnings": self.warnings,
            "items": self.items.as_json(),
            "replies": self.replies.as_json() | {"placeholders": self.placeholders},
            "media": self.media.as_json(),
            "pages": self.pages,
        }

    def skip(self, item, reason):
        self.items.skipped[reason] += 1
        if item.comments:
            self.replies.skipped["item_skipped"] += len(item.comments)
        if item.type == "attachment":
            self.media.skipped["media_not_imported"] += 1
        self.pages.append(entry(item, "skipped", reason))

    def fail(self, item, error):
        reason = type(error).__name__
        self.items.failed[reason] += 1
        self.replies.failed["item_failed"] += len(item.comments)
        self.pages.append(entry(item, "failed", f"{reason}: {error}"))

    def leave(self, item, page):
        """Count an item that is as it was."""
        self.items.done["unchanged"] += 1
        self.replies.done["unchanged"] += len(item.comments)
        self.pages.append(entry(item, "unchanged", page=page))

    def take(self, item, result, page, written):
        """Count an item that was written."""
        self.items.done[result] += 1
        self.replies.done.update(written.replies)
        self.placeholders += self.replies.done.pop("placeholders", 0)
        self.replies.skipped.update(written.plan.skipped)
        self.pages.append(
            entry(item, result, page=page)
            | {
                "blocks": dict(written.converted.used) if written.converted else {},
                "media_missing": written.converted.images if written.converted else [],
                "replies": dict(written.replies),
                "notes": written.notes,
            }
        )

    def summary(self):
        """Return the page for the person: what came, what did not, what to look at."""
        return "\n".join(
            [*self._head(), *self._counts(), *self._left_out(), *self._failures(), *self._notes(), ""]
        )

    def _head(self):
        yield _("Import of %(files)s") % {"files": ", ".join(self.files)}
        if self.dry_run:
            yield _("Trial run: nothing has been written.")
        for name, count in self.repairs.items():
            yield REPAIRS[name]() % {"count": count}
        yield from self.warnings

    def _counts(self):
        for label, tally in ((_("Articles and pages"), self.items), (_("Replies"), self.replies)):
            yield _("%(label)s: %(created)s created, %(updated)s updated, %(unchanged)s unchanged") % {
                "label": label,
                **{result: tally.done[result] for result in RESULTS},
            }
        missing = sum(len(page.get("media_missing", [])) for page in self.pages)
        if missing:
            yield ngettext(
                "%(count)s picture stays a link to the old site: media are not imported yet.",
                "%(count)s pictures stay links to the old site: media are not imported yet.",
                missing,
            ) % {"count": missing}

    def _left_out(self):
        for label, tally in ((_("Items left out"), self.items), (_("Replies left out"), self.replies)):
            if tally.skipped:
                reasons = ", ".join(f"{reason_name(name)} {n}" for name, n in tally.skipped.most_common())
                yield _("%(label)s: %(reasons)s") % {"label": label, "reasons": reasons}

    def _failures(self):
        for page in self.pages:
            if page["result"] == "failed":
                yield _("Failed: %(type)s %(id)s “%(title)s”: %(reason)s") % page

    def _notes(self):
        notes = [(page["title"], note) for page in self.pages for note in page.get("notes", [])]
        for title, note in notes[:SHOWN_NOTES]:
            yield _("“%(title)s”: %(note)s") % {"title": title, "note": note}
        if len(notes) > SHOWN_NOTES:
            rest = len(notes) - SHOWN_NOTES
            yield ngettext(
                "… and %(count)s more remark: --report writes all of them into a file.",
                "… and %(count)s more remarks: --report writes all of them into a file.",
                rest,
            ) % {"count": rest}


def entry(item, result, reason="", *, page=None):
    """Return what the report says of any item."""
    return {
        "id": item.id,
        "type": item.type,
        "status": item.status,
        "title": item.title,
        "result": result,
        "reason": reason,
        "page": page.pk if page else None,
        "url": (page.get_url() if page else None) or "",
    }


REPAIRS = {
    "leading_blank_bytes_dropped": lambda: _("Repaired: %(count)s blank bytes before the beginning dropped."),
    "control_bytes_dropped": lambda: _("Repaired: %(count)s control characters dropped."),
    "prefixes_declared": lambda: _("Repaired: %(count)s undeclared prefix declared (atom)."),
    "bare_ampersands_escaped": lambda: _("Repaired: %(count)s bare ampersands escaped."),
}

REASONS = {
    "type": lambda: _("of type"),
    "status": lambda: _("with status"),
    "item_skipped": lambda: _("of an item left out:"),
    "duplicate": lambda: _("repeated number:"),
    "deleted_here": lambda: _("deleted here since:"),
    "edited_here": lambda: _("edited here since:"),
}


def reason_name(reason):
    """Return a reason in words; WordPress's own names of types and states stay as they are."""
    name, _colon, value = reason.partition(":")
    words = REASONS[name]() if name in REASONS else name
    return f"{words} {value or '?'}:" if _colon else words


NOTES = {
    "parent_missing": lambda: _(
        "Reply %(id)s answers reply %(parent)s, which is not in the file: a place is kept for it."
    ),
    "parent_left_out": lambda: _(
        "Reply %(id)s answers reply %(parent)s, which was left out: moderators see it, readers don’t."
    ),
    "own_parent": lambda: _("Reply %(id)s says it answers itself: it now begins a thread."),
    "cycle": lambda: _(
        "Reply %(id)s and reply %(parent)s answer each other in a circle: the oldest now begins the thread."
    ),
    "duplicate": lambda: _("Reply %(id)s stands twice in the file: the first one counts."),
    "address_unreadable": lambda: _("The old address cannot be read: it leads nowhere."),
    "address_is_a_query": lambda: _("The old address has only a number (?p=…): it is not redirected."),
    "address_too_long": lambda: _("The old address is longer than 255 characters: it is not redirected."),
    "address_taken": lambda: _("The old address already leads to another page."),
    "slug_changed": lambda: _("The address ended in “%(id)s”, which is taken: it now ends in “%(parent)s”."),
    "protected": lambda: _("It had a password: it stays unpublished."),
    "private": lambda: _("It was private: it stays unpublished."),
    "overdue": lambda: _("Its date of publication has passed: it stays unpublished."),
    "too_deep": lambda: _("Its markup is nested too deeply: only the text was kept."),
    "h1": lambda: _("Headings of the first level became headings of the second."),
    "featured_image": lambda: _("The featured image is missing."),
}


def note(code, subject="", parent=""):
    """Return a remark as a sentence."""
    return NOTES[code]() % {"id": subject, "parent": parent}
