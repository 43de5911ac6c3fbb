"""The gate: what becomes of a reply, a confirmed one, an edited one. A pure function, never a state."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from discussions import detectors

HOLD, SPAM = 1.0, 3.0

# Why a reply waits, for its writer.
WHY = {
    "unconfirmed": _("Your address has to be confirmed first."),
    "policy_before": _("Here each reply is read before it appears."),
    "policy_first": _("Here the first reply of each person is read before it appears."),
    "detectors": _("Our filter has asked a moderator to read it."),
    "standing": _("Your replies are read before they appear."),
    "right_of_reply": _(
        "The publisher examines it; the law gives three days from its receipt to publish it."
    ),
}
# What the filter is sure of waits for nobody.
FILED = _("An automated filter took the decision, and no person.")


@dataclass(frozen=True)
class Verdict:
    """The state a reply gets, and the code of the reason; see `WHY`."""

    state: str
    reason: str = ""


def needs_confirmation(policy, *, role, is_proven, findings):
    """Tell whether an address has to be confirmed first; nobody is mailed for what is spam anyway."""
    asked = policy.confirmation == "required" and not role and not is_proven
    return asked and detectors.score(findings) < SPAM


def judge(policy, *, role, trust, standing, findings):
    """Return what becomes of a text whose writer's address is confirmed, or needs no confirmation."""
    if role:
        return Verdict("published")
    if detectors.score(findings) >= SPAM:
        return Verdict("spam", "detectors")
    if standing != "good":
        return Verdict("pending", "standing")
    if detectors.score(findings) >= HOLD:
        return Verdict("pending", "detectors")
    if trust == "trusted" or policy.moderation == "after":
        return Verdict("published")
    if policy.moderation == "first" and trust == "known":
        return Verdict("published")
    return Verdict("pending", f"policy_{policy.moderation}")
