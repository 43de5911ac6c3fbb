"""What is filled in to report a reply, to object to a decision, to answer an article that names one."""

from django import forms
from django.utils.translation import gettext_lazy as _

from articles.hygiene import clean_text
from discussions import policy, reasons
from discussions.forms import AccountReplyForm, AddressForm, CleanField, clean_reply

CHOOSE = _("Choose…")


def words_field(label, *, rows, **options):
    """Return a field for a text without markup."""
    widget = forms.Textarea(attrs={"rows": rows, "dir": "auto"})
    return CleanField(label=label, clean=clean_text, widget=widget, **options)


def reason_field(found):
    return forms.ChoiceField(
        label=_("What is wrong with it?"),
        choices=reasons.choices(found, CHOOSE),
        error_messages={"required": _("Choose what is wrong with it.")},
    )


class ReportForm(forms.Form):
    """A light report: a reason, and words if one has any."""

    reason = reason_field(reasons.RULES)
    text = words_field(_("In your own words"), rows=4, required=False, limit=policy.REPORT_LENGTH)


class NoticeForm(AddressForm):
    """A notice in the sense of article 16 of the DSA; of child abuse one may stay nameless."""

    reason = reason_field(reasons.LAWS)
    text = words_field(
        _("Why is it illegal?"),
        rows=6,
        limit=policy.NOTICE_LENGTH,
        help_text=_("Say which words you mean and what makes them illegal; name the law if you know it."),
        error_messages={"required": _("Explain why it is illegal: without that nobody can decide.")},
    )
    name = CleanField(
        label=_("Your name, or your organisation’s"),
        limit=policy.NAME_LENGTH,
        widget=forms.TextInput(attrs={"autocomplete": "name", "dir": "auto"}),
    )
    good_faith = forms.BooleanField(
        label=_("I believe in good faith that what I say here is accurate and complete."),
        error_messages={"required": _("Confirm that what you say is accurate and complete.")},
    )

    field_order = ["reason", "text", "name", "email", "good_faith"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        # They may stay empty for one reason alone: "(optional)" would mislead.
        for name in ("name", "email"):
            self.fields[name].required, self.fields[name].is_conditional = False, True
        self.fields["email"].help_text = _(
            "The acknowledgement and the decision go there. The writer of the reply never learns who you are."
        )

    def clean(self):
        data = super().clean()
        if data.get("reason") not in reasons.ANONYMOUS:
            self._require("name", _("Give your name: the law asks for it, except for child abuse."))
            self._require("email", AddressForm.base_fields["email"].error_messages["required"])
        return data

    def _require(self, name, message):
        if name not in self.errors and not self.cleaned_data.get(name):
            self.add_error(name, forms.ValidationError(message, code="required"))


class AppealForm(forms.Form):
    """Why a decision on one's reply is wrong."""

    text = words_field(
        _("Why is the decision wrong?"),
        rows=6,
        limit=policy.NOTICE_LENGTH,
        error_messages={"required": _("Write why the decision is wrong.")},
    )


class RightOfReplyTextForm(AccountReplyForm):
    """The text of a right of reply, which may be longer than others."""

    text = CleanField(
        label=_("Your reply, as it is to be published"),
        limit=policy.RIGHT_OF_REPLY_LENGTH,
        clean=clean_reply,
        widget=forms.Textarea(attrs={"rows": 12, "dir": "auto"}),
        error_messages={"required": _("Write your reply before you send it.")},
    )


class RightOfReplyForm(AddressForm, RightOfReplyTextForm):
    """What somebody named or designated in an article fills in."""

    passage = words_field(
        _("Which passages do you answer?"),
        rows=3,
        required=False,
        limit=policy.REPORT_LENGTH,
        help_text=_("Only the moderators read this."),
    )
    name = CleanField(
        label=_("Your name"),
        limit=policy.NAME_LENGTH,
        widget=forms.TextInput(attrs={"autocomplete": "name", "dir": "auto"}),
        error_messages={"required": _("Give the name your reply will carry.")},
    )
    is_concerned = forms.BooleanField(
        label=_("I am named or designated in the article, or I act for whoever is."),
        error_messages={"required": _("Confirm that the article names or designates you.")},
    )

    field_order = ["passage", "text", "name", "email", "is_concerned"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["email"].help_text = _("It is never published.")


def edit_form(reply, data, **kwargs):
    """Return the form in which the writer of a reply changes its text."""
    is_right = reply.kind == reply.Kind.RIGHT_OF_REPLY
    form = RightOfReplyTextForm if is_right else AccountReplyForm
    return form(data, initial={"text": reply.text}, label_suffix="", **kwargs)
