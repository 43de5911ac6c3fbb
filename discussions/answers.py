"""The sentences in which a decision is told: to who reported a reply, and to who wrote it.

In the language in force; the same on the pages and in the mails. Neither side learns who the other is.
"""

from django.utils.translation import gettext as _

from discussions import reasons
from discussions.models import Reply, Report

State, Status = Reply.State, Report.Status


def to_reporter(report):
    """Return what came of a report that is closed."""
    if report.status == Status.MOOT and report.decision is None:
        return [_("The article was deleted, and the reply with it. Nothing is left to decide.")]
    if report.status == Status.MOOT:
        return [_("The reply isn’t there any more: it was withdrawn or erased. Nothing is left to decide.")]
    if report.status == Status.DISMISSED:
        nothing = _("We found nothing in it that is against the law or the rules of the discussion.")
        return [
            _("We have decided: the reply stays."),
            report.statement or nothing,
            _by_whom(report.decision),
        ]
    said = [
        _("We have decided: the reply is taken off the site."),
        report.statement,
        *_ground(report.decision),
    ]
    if report.reply.state == State.PUBLISHED:
        said.append(_("Since then it has been put back, after its writer had objected."))
    return [sentence for sentence in [*said, _by_whom(report.decision)] if sentence]


def to_appeal(appeal):
    """Return what came of a writer's objection that is closed."""
    if appeal.status == Status.MOOT and appeal.decision is None:
        return [_("The article was deleted, and your reply with it. Nothing is left to decide.")]
    if appeal.status == Status.MOOT:
        return [_("Your reply was withdrawn or erased meanwhile. Nothing is left to decide.")]
    if appeal.status == Status.UPHELD and appeal.decision and appeal.decision.to_state == State.PENDING:
        said = _("You were right: the decision is taken back, and your reply waits for a moderator again.")
    elif appeal.status == Status.UPHELD:
        said = _("You were right: your reply is shown again.")
    else:
        said = _("We have looked at your reply once more: the decision stands.")
    return [sentence for sentence in (said, appeal.statement, _by_whom(appeal.decision)) if sentence]


def to_writer(decision):
    """Return the statement of reasons for a decision that keeps a reply from its readers; else nothing."""
    if decision.to_state not in RESTRICTIONS:
        return []
    return [
        str(RESTRICTIONS[decision.to_state]()),
        _("This holds for this reply only, in all countries and without limit of time."),
        decision.statement or str(reasons.ground(decision.reason).statement),
        *_ground(decision),
        _cause(decision),
        _by_whom(decision),
        *([_("An automated filter had pointed the reply out.")] if _was_pointed_out(decision) else []),
    ]


RESTRICTIONS = {
    State.REMOVED: lambda: _("We have removed your reply: readers can’t read it any more."),
    State.REJECTED: lambda: _("We have not published your reply."),
    State.SPAM: lambda: _("We have filed your reply as spam: it isn’t shown, nor are answers to it."),
}


def _ground(decision):
    """Return the legal ground of a decision, or the rule of the house."""
    if decision is None:
        return []
    if law := reasons.law(decision.reason):
        return [_("Legal ground: %(law)s.") % {"law": law}]
    if reasons.is_law(decision.reason):
        return [_("It is against the law.")]
    rule = reasons.label(decision.reason)
    if rule:
        return [_("It is against the rules of the discussion (%(rule)s).") % {"rule": rule}]
    return [_("It is against the rules of the discussion.")]


def _cause(decision):
    kinds = {*Report.objects.filter(decision=decision).values_list("kind", flat=True)}
    if Report.Kind.NOTICE in kinds:
        return _("The decision follows a notice of illegal content (Digital Services Act, article 16).")
    if Report.Kind.LIGHT in kinds:
        return _("The decision follows a report by a reader.")
    return _("We took the decision of our own accord, not after a report.")


def _by_whom(decision):
    if decision and decision.rule == "gate":
        return _("An automated filter took the decision, and no person.")
    return _("A person took the decision, without automated means.")


def _was_pointed_out(decision):
    return any(findings for findings in decision.reply.decisions.values_list("findings", flat=True))
