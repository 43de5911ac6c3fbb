"""How articles are signed and dated in the language in force."""

from django import template
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

register = template.Library()


@register.filter(expects_localtime=True)
def long_date(value):
    """Write a date in full; the first of a French month is « 1er », which Django's formats cannot say."""
    if not value:
        return ""
    written = date_format(value, "DATE_FORMAT")
    if (get_language() or "").startswith("fr") and value.day == 1:
        return written.replace("1 ", "1er ", 1)
    return written


@register.filter
def names(signatures, role):
    """Join the names of those who sign in one role: "A, B and C"."""
    found = [signature.author.name for signature in signatures if signature.role == role]
    if len(found) < 2:
        return "".join(found)
    return _("%(names)s and %(last)s") % {"names": ", ".join(found[:-1]), "last": found[-1]}
