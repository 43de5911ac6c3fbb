"""What a reader fills in to answer; every text passes the hygiene door first."""

from textwrap import dedent

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.models import Site

from articles.hygiene import UnacceptableText, clean_line, clean_text
from discussions import names, policy

FORBIDDEN = _("This text holds characters that can't be kept. Remove them, or type it again without pasting.")
RESERVED = _("This name is kept for those who run the site. Choose another one, please.")
HYGIENE_ERRORS = {
    "null": FORBIDDEN,
    "surrogate": FORBIDDEN,
    "noncharacter": FORBIDDEN,
    "too_long": _("%(limit)s characters at most, please: this is longer."),
}


def clean_reply(raw, *, max_length=None):
    """Return a reply's text as hygiene leaves it, without the indent that all its lines have."""
    return dedent(clean_text(raw, max_length=max_length))


class CleanField(forms.CharField):
    """A text as `articles.hygiene` leaves it, which strips it, too.

    No maxlength in the HTML: browsers would cut a pasted text silently.
    """

    def __init__(self, *, limit, clean=clean_line, **kwargs):
        self.limit, self.clean_with = limit, clean
        super().__init__(**kwargs)
        # Django would take the first line's indent alone: the rest of a list would go into its first item.
        self.strip = False

    def to_python(self, value):
        try:
            return super().to_python(self.clean_with(value or "", max_length=self.limit))
        except UnacceptableText as error:
            message = HYGIENE_ERRORS[error.code]
            raise forms.ValidationError(message, code=error.code, params={"limit": self.limit}) from error


class CleanEmailField(CleanField, forms.EmailField):
    pass


class CleanURLField(CleanField, forms.URLField):
    pass


class AccountReplyForm(forms.Form):
    """What somebody who is signed in fills in."""

    text = CleanField(
        label=_("Your reply"),
        limit=policy.TEXT_LENGTH,
        clean=clean_reply,
        widget=forms.Textarea(attrs={"rows": 8, "dir": "auto"}),
        error_messages={"required": _("Write your reply before you send it.")},
    )


class AddressForm(forms.Form):
    """Somebody's e-mail address."""

    email = CleanEmailField(
        label=_("Your e-mail address"),
        limit=policy.EMAIL_LENGTH,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={
            "required": _("Give your e-mail address; it is never published."),
            "invalid": _("This is no e-mail address; it should look like nom@exemple.fr."),
        },
    )


class ReplyForm(AddressForm, AccountReplyForm):
    """What a guest fills in."""

    name = CleanField(
        label=_("Your name"),
        limit=policy.NAME_LENGTH,
        widget=forms.TextInput(attrs={"autocomplete": "name", "dir": "auto"}),
        error_messages={"required": _("Give the name your reply will carry.")},
    )
    website = CleanURLField(
        label=_("Your website"),
        required=False,
        limit=policy.WEBSITE_LENGTH,
        assume_scheme="https",
        widget=forms.URLInput(attrs={"autocomplete": "url"}),
        error_messages={"invalid": _("This is no web address; it should look like https://exemple.fr.")},
    )

    field_order = ["text", "name", "email", "website"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["email"].help_text = _("It is never published.")

    def clean_name(self):
        own = Site.objects.values_list("site_name", flat=True)
        if names.is_reserved(self["name"].value(), extra=own):
            raise forms.ValidationError(RESERVED, code="reserved")
        return self.cleaned_data["name"]


def reply_form(user, data=None, **kwargs):
    """Return the form that a signed-in user, or a guest (None), answers with."""
    return (AccountReplyForm if user else ReplyForm)(data, label_suffix="", **kwargs)
