"""The form in which moderators write a list of words."""

import hashlib
import json

from django import forms
from django.contrib.humanize.templatetags.humanize import intcomma
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from articles.hygiene import clean_text
from discussions.forms import CleanField
from discussions.models import Rule
from discussions.models.rule import PLACES
from discussions.wordlists import find_faults

NAME_LENGTH = 60
LAST_VERSION = 2**31 - 2  # the database knows but one more
# Of three bytes at most each, in nearly all scripts; Django takes 2.5 MB (DATA_UPLOAD_MAX_MEMORY_SIZE).
LIST_LENGTH = 800_000
FAULTS_SHOWN = 5
ADDRESSES_UNREAD = _(
    "Only those who may read e-mail addresses can let a list look in them: what it finds tells what they are."
)
FAULTS = {
    "long": _("Line %(line)s is no term: more than 200 characters."),
    "empty": _("Line %(line)s holds no letter and no digit: %(term)s"),
    "short": _(
        "Line %(line)s would find too much: three letters at least before the star, please (%(term)s)."
    ),
}


def explain_fault(fault):
    return FAULTS[fault.code] % {"line": intcomma(fault.line), "term": fault.term}


class RuleForm(forms.Form):
    """What a list says; `left_out` are the lines of marks alone, which others' lists hold."""

    name = CleanField(
        label=_("Name"),
        limit=NAME_LENGTH,
        help_text=_("Moderators read it with each finding."),
        error_messages={"required": _("Give the list a name.")},
    )
    terms = CleanField(
        label=_("Terms"),
        limit=LIST_LENGTH,
        clean=clean_text,
        widget=forms.Textarea(attrs={"rows": 12, "spellcheck": "false"}),
        help_text=_(
            "One a line: a word, a phrase or an address. Capitals, accents and look-alike letters make no "
            "difference, and only whole words are found; a star behind a word stands for any ending (viagr*)."
        ),
        error_messages={"required": _("Write one term at least.")},
    )
    places = forms.MultipleChoiceField(
        label=_("Where to look"),
        choices=[(place, Rule._meta.get_field(f"in_{place}").verbose_name) for place in PLACES],
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose one place at least.")},
    )
    effect = forms.ChoiceField(label=_("Effect"), choices=Rule.Effect.choices, widget=forms.RadioSelect)
    # Which version was changed here; a new list has none.
    version = forms.IntegerField(
        required=False, min_value=1, max_value=LAST_VERSION, widget=forms.HiddenInput
    )

    left_out = ()

    def __init__(self, *args, may_see_addresses, **kwargs):
        super().__init__(*args, **kwargs)
        self.may_see_addresses = may_see_addresses

    def clean_places(self):
        places = self.cleaned_data["places"]
        # A trial that only counted would do: whoever tries one beginning after the other has them all.
        if "email" in places and not self.may_see_addresses:
            raise forms.ValidationError(ADDRESSES_UNREAD, code="addresses")
        return places

    def clean_terms(self):
        terms = self.cleaned_data["terms"]
        faults = find_faults(terms)
        self.left_out = [fault for fault in faults if fault.code == "empty"]
        lines = terms.splitlines()
        if len(self.left_out) == len([line for line in lines if line.strip()]):
            faults, self.left_out = self.left_out, ()
        else:
            faults = [fault for fault in faults if fault.code != "empty"]
        if faults:
            raise forms.ValidationError([explain_fault(fault) for fault in faults[:FAULTS_SHOWN]])
        dropped = {fault.line for fault in self.left_out}
        return "\n".join(line for number, line in enumerate(lines, 1) if number not in dropped)

    def apply(self, rule):
        """Give a list what was filled in."""
        for name in ("name", "terms", "effect"):
            setattr(rule, name, self.cleaned_data[name])
        for place in PLACES:
            setattr(rule, f"in_{place}", place in self.cleaned_data["places"])

    def proof(self):
        """Return what tells that this very list was tried out."""
        said = json.dumps([self.cleaned_data[name] for name in ("terms", "places", "effect")])
        return hashlib.sha256(said.encode()).hexdigest()


def explain_left_out(faults):
    count = len(faults)
    return ngettext(
        "%(count)s line holds no letter and no digit and is left out (line %(first)s: %(term)s).",
        "%(count)s lines hold no letter and no digit and are left out (first line %(first)s: %(term)s).",
        count,
    ) % {"count": intcomma(count), "first": intcomma(faults[0].line), "term": faults[0].term}
