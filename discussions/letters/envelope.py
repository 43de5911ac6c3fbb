"""What all mails have in common: the reader's language, the site's clock, plain text, harmless headers."""

import re
from contextlib import contextmanager
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from wagtail.models import Site

from discussions.addresses import address

LINE_BREAKS = re.compile(r"[\r\n\x0b\x0c\x85\u2028\u2029]+")


@contextmanager
def speaking(language):
    """Let all that is said within be said in a language, and in the site's time."""
    with translation.override(language), timezone.override(timezone.get_default_timezone()):
        yield


def site_name():
    return Site.objects.get(is_default_site=True).site_name


def title_of(discussion):
    """Return the title of the article that a discussion belongs to, also if the article was deleted."""
    return discussion.page.title if discussion.page else _("article deleted since")


def host():
    return urlsplit(settings.BASE_URL).hostname


def full_url(name, language, *args):
    """Return the whole address of one of the discussions' pages."""
    return settings.BASE_URL + address(name, language, *args)


def seal(mail, template, subject, context, **headers):
    """Return a mail to its reader, ready to be sent."""
    body = render_to_string(f"discussions/mail/{template}.txt", {"site": site_name(), **context})
    return EmailMessage(
        LINE_BREAKS.sub(" ", subject),
        body.strip() + "\n",
        to=[mail.email],
        headers={"Auto-Submitted": "auto-generated", **headers},
    )
