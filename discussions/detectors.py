"""What speaks against a reply: each detector gives a score and words that explain it. Pure.

No captcha and nobody else's service: what can be seen in the text, in how the form was filled in, and in
how much arrives at once.
"""

from dataclasses import asdict, dataclass

from django.utils.translation import gettext, ngettext

from discussions.names import poses_as

# Faster than that nobody fills in a form by hand; alone it holds nothing back, for one may paste.
QUICKEST_SECONDS = 3
LINKS_FREE = 1
LINKS_SCORE_MOST = 2.0
# Replies in ten minutes from which on all are read before they appear; see discussions.limits.
FLOOD_ARTICLE = 200
FLOOD_SITE = 600


@dataclass(frozen=True)
class Signals:
    """What is known of how a reply came, besides its text; `elapsed` is in seconds, rates per ten minutes."""

    honeypot: str = ""
    elapsed: float | None = None
    article_rate: int = 0
    site_rate: int = 0
    # Names that badges go with: a guest who carries one may be taken for its owner.
    protected_names: tuple = ()


@dataclass(frozen=True)
class Finding:
    """One detector's objection; `value` is what it counted."""

    detector: str
    score: float
    value: float = 0


def examine(name, html, signals):
    """Return the findings on a new reply as rows for the log, the text's own first."""
    found = []
    if signals.honeypot:
        found.append(Finding("honeypot", 3.0))
    if signals.elapsed is not None and signals.elapsed < QUICKEST_SECONDS:
        found.append(Finding("haste", 0.5, round(signals.elapsed, 1)))
    if signals.article_rate >= FLOOD_ARTICLE:
        found.append(Finding("article_flood", 1.0, signals.article_rate))
    if signals.site_rate >= FLOOD_SITE:
        found.append(Finding("site_flood", 1.0, signals.site_rate))
    of_the_text = examine_text(name, html, signals.protected_names)
    return [*of_the_text, *(asdict(finding) for finding in found)]


def examine_text(name, html, protected_names=()):
    """Return as rows what a text and its name say by themselves, also after an edit."""
    found = []
    links = html.count("<a ")
    if links > LINKS_FREE:
        found.append(Finding("links", min(0.5 * (links - LINKS_FREE), LINKS_SCORE_MOST), links))
    if poses_as(name, protected_names):
        found.append(Finding("name", 1.0))
    return [asdict(finding) for finding in found]


def about_the_post(rows):
    """Return the rows that stay true whatever becomes of the text."""
    return [row for row in rows if row["detector"] not in {"links", "name"}]


def score(rows):
    """Return the sum of the scores in the log's rows."""
    return sum(row["score"] for row in rows)


def explain(row):
    """Say in a sentence what a row of the log found."""
    value = row.get("value", 0)
    return {
        "links": lambda: ngettext("%(value)s link", "%(value)s links", int(value)),
        "name": lambda: gettext("The name is that of somebody who has a badge here"),
        "honeypot": lambda: gettext("A field that readers don’t see was filled in"),
        "haste": lambda: gettext("Written and sent within %(value)s seconds"),
        "article_flood": lambda: gettext("%(value)s replies to this article within ten minutes"),
        "site_flood": lambda: gettext("%(value)s replies to the site within ten minutes"),
    }.get(row["detector"], lambda: row["detector"])() % {"value": value}
