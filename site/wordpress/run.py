"""One run of the import: every file read whole before the first row is written, then item by item."""

import hashlib
import logging
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from wordpress import answers, pages
from wordpress.addresses import redirect
from wordpress.destination import find
from wordpress.models import ImportedItem
from wordpress.reading import read_items, survey
from wordpress.report import Report, note
from wordpress.texts import slug_of

logger = logging.getLogger(__name__)
STATUSES = {"publish", "draft", "pending", "private", "future"}


@dataclass
class Written:
    """What became of one item's text and comments."""

    plan: Any = None
    converted: Any = None
    replies: Counter = field(default_factory=Counter)
    notes: list = field(default_factory=list)


def run(paths, *, dry_run=False):
    """Import the files and return the Report; raises Refused, with nothing written, if one is no export."""
    surveys = [survey(path) for path in paths]
    report = Report(files=[found.path for found in surveys], dry_run=dry_run)
    if not dry_run:
        _import_all(surveys, report)
        return report
    with transaction.atomic():
        _import_all(surveys, report)
        transaction.set_rollback(True)
    return report


def _import_all(surveys, report):
    twins = Counter()
    for found in surveys:
        report.repairs.update(found.repairs)
        _warn(found, report)
        with transaction.atomic():
            destination = find(found.channel)
        if not destination.language_taken:
            report.warnings.append(
                _("The blog is in “%(language)s”, where the site has no list of articles: now in %(ours)s.")
                % {"language": found.channel.language, "ours": destination.locale}
            )
        for item in read_items(found, settings.TIME_ZONE):
            twins[item.type, item.id] += 1
            _import(item, _twin(item, twins), found.channel, destination, report)


def _warn(found, report):
    if not found.version_known:
        report.warnings.append(
            _("The version of the export is missing or unknown (“%(version)s”): read all the same.")
            % {"version": found.channel.version}
        )


def _twin(item, twins):
    """Return what tells apart items that share an id, the same in every run; empty for the first."""
    nth = twins[item.type, item.id]
    if nth == 1 and item.id:
        return ""
    identity = item.guid or f"{item.slug}\n{item.date}"
    digest = hashlib.sha256(identity.encode()).hexdigest()[:24]
    twins[item.type, item.id, digest] += 1
    return f"{digest}-{twins[item.type, item.id, digest]}"


def _import(item, twin, channel, destination, report):
    reason = _reason_to_skip(item)
    if reason:
        report.skip(item, reason)
        return
    known = ImportedItem.objects.filter(
        site=destination.blog, post_type=item.type, post_id=item.id[:20], twin=twin
    ).select_related("page")
    row = known.first() or ImportedItem(
        site=destination.blog, post_type=item.type, post_id=item.id[:20], twin=twin, guid=item.guid[:500]
    )
    try:
        with transaction.atomic():
            _write(row, item, channel, destination, report)
    except Exception as error:
        logger.debug("WordPress %s %s", item.type, item.id, exc_info=True)
        report.fail(item, error)


def _reason_to_skip(item):
    if item.type not in pages.MODELS:
        return f"type:{item.type}"
    return "" if item.status in STATUSES else f"status:{item.status}"


def _write(row, item, channel, destination, report):
    page = row.page and row.page.specific
    if row.pk and page is None:
        report.skip(item, "deleted_here")
    elif row.checksum == item.checksum:
        report.leave(item, page)
    elif row.pk and page.latest_revision_id != row.revision_id:
        report.skip(item, "edited_here")
    else:
        _take(row, page, item, channel, destination, report)


def _take(row, page, item, channel, destination, report):
    result = "updated" if page else "created"
    written = Written()
    if page:
        written.converted = pages.fill(page, item, channel)
    else:
        parent = destination.index if item.type == "post" else destination.home
        page, written.converted = pages.create(item, channel, parent)
    row.revision = pages.publish(page, item)
    page.refresh_from_db()
    written.plan, written.replies = answers.write(page, item, channel, destination.blog)
    written.notes = [*_remarks(item, page, written, destination)]
    row.page, row.checksum, row.xml = page.page_ptr, item.checksum, item.xml
    row.save()
    report.take(item, result, page, written)


def _remarks(item, page, written, destination):
    """Yield a sentence for each thing that is not as it was."""
    for code, reply, parent in written.plan.notes:
        yield note(code, reply, parent)
    for code in written.converted.notes:
        if code in {"too_deep", "h1"}:
            yield note(code)
    if item.slug and page.slug != slug_of(item.slug):
        yield note("slug_changed", slug_of(item.slug), page.slug)
    if item.thumbnail:
        yield note("featured_image")
    hidden = pages.why_hidden(item)
    if hidden:
        yield note(hidden)
    kept = redirect(item, page, destination.site) if page.live else ""
    if kept:
        yield note(kept)
