"""How the tests click in the queue, and what they read there."""

import html
import re

from django.contrib.messages import get_messages
from django.urls import reverse
from django.utils.html import strip_tags

from discussions.models import Reply

QUEUE = "/admin/replies/"
NEW_BATCH = "/admin/replies/batches/new/"


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


def states():
    """Return the states of all replies, in the order in which they came."""
    return [*Reply.objects.order_by("pk").values_list("state", flat=True)]


def preview(client, act="reject", *, query="state=waiting", scope="filter", **data):
    """Return the preview of a decision on many replies."""
    return client.get(NEW_BATCH, {"act": act, "query": query, "scope": scope, **data})


def carry_out(client, response, **words):
    """Confirm what a preview shows, as its form does."""
    fields = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', response.content.decode())
    data = {name: value.replace("&amp;", "&") for name, value in fields if name != "csrfmiddlewaretoken"}
    data["reply"] = [value for name, value in fields if name == "reply"]
    return client.post(NEW_BATCH, {**data, **words})
