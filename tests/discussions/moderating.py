"""How the tests click in the queue, and what they read there."""

import html
import re

from django.contrib.messages import get_messages
from django.urls import reverse
from django.utils.html import strip_tags

QUEUE = "/admin/replies/"


def text_of(response):
    """Return what a person reads in the main part of a screen, on one line."""
    content = response.content.decode()
    content = re.sub(r"(?s)<(script|style|svg|template)\b.*?</\1>", " ", content)
    return html.unescape(re.sub(r"\s+", " ", strip_tags(content.replace("<", " <"))))


def decide(client, reply, act, *, seen=None, **data):
    url = reverse("replies:decide", args=[reply.public_id, act])
    return client.post(url, {"seen": seen or reply.state, **data})


def said(response):
    """Return the messages that the next screen will show."""
    return " ".join(str(message) for message in get_messages(response.wsgi_request))
