"""What speaks against a reply: each detector gives a score and words that explain it. Pure.

No captcha and nobody else's service: what can be seen in the text, in how the form was filled in, and in
how much arrives at once.
"""

from dataclasses import asdict, dataclass

from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from discussions.names import poses_as

# Faster than that nobody fills in a form by hand; alone it holds nothing back, for one may paste.
QUICKEST_SECONDS = 3
LINKS_FREE = 1
LINKS_SCORE_MOST = 2.0
# Replies in ten minutes from which on all are read before they appear; see discussions.limits.
FLOOD_ARTICLE = 200
FLOOD_SITE = 600
FLOOD_NETWORK = 10
# Of strangers, in one minute: a flood. In ten seconds: whoever comes next is read first, flood or not.
FLOOD_STRANGERS = 60
BURST = 5


@dataclass(frozen=True)
class Signals:
    """What is known of how a reply came, besides its text; `elapsed` is in seconds."""

    honeypot: str = ""
    elapsed: float | None = None


@dataclass(frozen=True)
class Rates:
    """How many replies came in ten minutes: from the same network, to the same article, to the site."""

    network: int = 0
    article: int = 0
    site: int = 0


@dataclass(frozen=True)
class Finding:
    """One detector's objection: what it counted, the words that spoke for it and against it."""

    detector: str
    score: float
    value: float = 0
    words: tuple = ()
    against: tuple = ()


# How the spam filter's marks are called (discussions.bayes).
MARKS = {
    "§7digits": _("a long number"),
    "§capitals": _("capitals"),
    "§exclamations": _("exclamation marks"),
    "§links1": _("a link"),
    "§links2": _("two links"),
    "§links3": _("many links"),
    "§mail": _("an e-mail address"),
}

# What is said of the text: after an edit it is asked anew.
OF_THE_TEXT = {"bayes", "links", "name", "repeat", "rule"}


def rows(findings):
    """Return findings as they stand in the log."""
    always = {"detector", "score", "value"}
    return [
        {name: value for name, value in asdict(finding).items() if value or name in always}
        for finding in findings
    ]


def examine_arrival(signals):
    """Return as rows for the log what speaks against how a reply came."""
    found = []
    if signals.honeypot:
        found.append(Finding("honeypot", 3.0))
    if signals.elapsed is not None and signals.elapsed < QUICKEST_SECONDS:
        found.append(Finding("haste", 0.5, round(signals.elapsed, 1)))
    return rows(found)


def examine_rates(rates):
    """Return as rows for the log what else arrives with a stranger's reply."""
    most = {"network": FLOOD_NETWORK, "article": FLOOD_ARTICLE, "site": FLOOD_SITE}
    counted = {name: getattr(rates, name) for name in most}
    return rows(
        Finding(f"{name}_flood", 1.0, count) for name, count in counted.items() if count >= most[name]
    )


def examine_text(name, html, protected_names=()):
    """Return as rows what a text and its name say by themselves, also after an edit.

    `protected_names` are those that badges go with: a guest who carries one may be taken for its owner.
    """
    found = []
    links = html.count("<a ")
    if links > LINKS_FREE:
        found.append(Finding("links", min(0.5 * (links - LINKS_FREE), LINKS_SCORE_MOST), links))
    if poses_as(name, protected_names):
        found.append(Finding("name", 1.0))
    return rows(found)


def about_the_post(findings):
    """Return the rows that stay true whatever becomes of the text."""
    return [row for row in findings if row["detector"] not in OF_THE_TEXT]


def score(findings):
    """Return the sum of the scores in the log's rows."""
    return sum(row["score"] for row in findings)


def explain(row):
    """Say in a sentence what a row of the log found."""
    value = row.get("value", 0)
    if explanation := IN_WORDS.get(row["detector"]):
        return explanation(row)
    return {
        "links": lambda: ngettext("%(value)s link", "%(value)s links", int(value)),
        "name": lambda: gettext("The name is that of somebody who has a badge here"),
        "honeypot": lambda: gettext("A field that readers don’t see was filled in"),
        "haste": lambda: gettext("Written and sent within %(value)s seconds"),
        "repeat": lambda: ngettext(
            "Said %(value)s more time within 24 hours",
            "Said %(value)s more times within 24 hours",
            int(value),
        ),
        "network_flood": lambda: gettext("%(value)s replies from the same network within ten minutes"),
        "flood": lambda: _explain_flood(value),
        "akismet": lambda: gettext("Akismet takes it for spam"),
        "article_flood": lambda: gettext("%(value)s replies to this article within ten minutes"),
        "site_flood": lambda: gettext("%(value)s replies to the site within ten minutes"),
    }.get(row["detector"], lambda: row["detector"])() % {"value": value}


def _explain_flood(strangers):
    if not strangers:
        return gettext("Came with a flood of replies")
    return gettext("Came with a flood: %(value)s replies by new guests within a minute")


def _explain_words(row):
    """Name the words by which a text looks like spam, and those that spoke against it."""
    spam, good = (_quoted(row.get(side, ())) for side in ("words", "against"))
    if not spam:
        return gettext("Looks like spam")
    if not good:
        return gettext("Looks like spam: %(words)s") % {"words": spam}
    return gettext("Looks like spam: %(words)s; against it: %(good)s") % {"words": spam, "good": good}


def _quoted(found):
    return ", ".join(
        str(MARKS.get(word)) if word in MARKS else gettext("“%s”") % word.lstrip("@") for word in found
    )


def _explain_rule(row):
    rule, *terms = row["words"]
    if not terms:
        return gettext("On the list “%(rule)s”: the e-mail address") % {"rule": rule}
    return gettext("On the list “%(rule)s”: “%(term)s”") % {"rule": rule, "term": terms[0]}


# The detectors whose findings are words and not numbers.
IN_WORDS = {"bayes": _explain_words, "rule": _explain_rule}
