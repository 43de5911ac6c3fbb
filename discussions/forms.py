"""What a reader fills in to answer; every text passes the hygiene door first."""

from textwrap import dedent

from django import forms
from django.contrib.humanize.templatetags.humanize import intcomma
from django.utils.translation import gettext_lazy as _
from wagtail.models import Site

from articles.hygiene import UnacceptableText, clean_line, clean_text
from discussions import names, policy
from discussions.models import Frequency, Subscription

FORBIDDEN = _("This text holds characters that can't be kept. Remove them, or type it again without pasting.")
RESERVED = _("This name is kept for those who run the site. Choose another one, please.")
ODD_ADDRESS = _("This address holds a letter that stands for another. Type it in plain letters, please.")
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
            message, limit = HYGIENE_ERRORS[error.code], {"limit": intcomma(self.limit)}
            raise forms.ValidationError(message, code=error.code, params=limit) from error


class CleanEmailField(CleanField, forms.EmailField):
    def clean(self, value):
        address = super().clean(value)
        if not names.is_plain_address(address):
            raise forms.ValidationError(ODD_ADDRESS, code="odd")
        return address


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


class FollowField(forms.Form):
    """What somebody who answers wants to be told of by mail: nothing, unless they say so."""

    follow = forms.ChoiceField(
        label=_("Tell me by e-mail"),
        required=False,
        choices=[
            ("", _("no")),
            (Subscription.Scope.ANSWERS, _("of the answers to my message")),
            (Subscription.Scope.THREAD, _("of this thread")),
            (Subscription.Scope.DISCUSSION, _("of the whole discussion")),
        ],
    )


class FollowForm(AddressForm):
    """What somebody fills in who follows a discussion."""

    frequency = forms.ChoiceField(label=_("How often"), choices=Frequency.choices)


def follow_form(person=None, data=None):
    """Return the form that follows a discussion, with the address of whom the browser knows.

    It may stand beside the form of a reply, which has an address, too: hence the prefix.
    """
    return FollowForm(data, initial=person and {"email": person.email}, prefix="follow", label_suffix="")


class FrequencyForm(forms.ModelForm):
    class Meta:
        model = Subscription
        fields = ["frequency"]


def frequency_form(data=None, *, instance):
    """Return the form that changes how often somebody is told; several of them stand on one page."""
    return FrequencyForm(data, instance=instance, auto_id=f"id_{instance.pk}_%s", label_suffix="")


class MemberReplyForm(FollowField, AccountReplyForm):
    """What somebody who is signed in fills in to answer."""

    field_order = ["text", "follow"]


class ReplyForm(FollowField, AddressForm, AccountReplyForm):
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

    field_order = ["text", "name", "email", "website", "follow"]

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
    if user is None:
        return ReplyForm(data, label_suffix="", **kwargs)
    # Who has no address can't be told anything.
    return (MemberReplyForm if user.email else AccountReplyForm)(data, label_suffix="", **kwargs)
