"""How an article is passed on: plain links, no script, no third party asked before the click."""

import unicodedata
from dataclasses import dataclass
from urllib.parse import quote

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Network(TextChoices):
    X = "x", _("X")
    FACEBOOK = "facebook", _("Facebook")
    EMAIL = "email", _("E-mail")
    COPY = "copy", _("Copy the link")
    NATIVE = "native", _("Share")
    BLUESKY = "bluesky", _("Bluesky")
    MASTODON = "mastodon", _("Mastodon")
    LINKEDIN = "linkedin", _("LinkedIn")
    WHATSAPP = "whatsapp", _("WhatsApp")
    PRINT = "print", _("Print")


# Buttons, which show themselves when the browser can do what they say; the others are plain links.
NEEDS_SCRIPT = {Network.COPY, Network.NATIVE, Network.PRINT}
SEED_NETWORKS = [Network.X, Network.FACEBOOK, Network.EMAIL]

LABELS = {
    Network.X: _("Share the article on X"),
    Network.FACEBOOK: _("Share the article on Facebook"),
    Network.EMAIL: _("Send the article by e-mail"),
    Network.COPY: _("Copy the link to the article"),
    Network.NATIVE: _("Share the article from this device"),
    Network.BLUESKY: _("Share the article on Bluesky"),
    Network.MASTODON: _("Share the article on Mastodon"),
    Network.LINKEDIN: _("Share the article on LinkedIn"),
    Network.WHATSAPP: _("Share the article on WhatsApp"),
    Network.PRINT: _("Print the article"),
}

# The values arrive percent-encoded, once, with %20 for a space (a `+` would stay one in a mail).
ADDRESSES = {
    Network.X: "https://x.com/intent/post?text={title}&url={url}",
    Network.FACEBOOK: "https://www.facebook.com/sharer/sharer.php?u={url}",
    Network.EMAIL: "mailto:?subject={title}&body={url}",
    Network.BLUESKY: "https://bsky.app/intent/compose?text={both}",
    # Mastodon's own tool, which asks for the reader's server; a fragment never leaves the browser.
    Network.MASTODON: "https://share.joinmastodon.org/#text={both}",
    Network.LINKEDIN: "https://www.linkedin.com/sharing/share-offsite/?url={url}",
    Network.WHATSAPP: "https://wa.me/?text={both}",
}


@dataclass(frozen=True)
class ShareLink:
    """One entry of a share bar; `href` is empty for the ones that need a script (copy, native, print)."""

    network: str
    name: str
    label: str
    href: str

    @property
    def icon(self):
        return f"components/icons/{self.network}.html"


def share_links(networks, title, url):
    """Return the entries of a share bar in the order asked for; unknown networks are left out."""
    title = unicodedata.normalize("NFC", title)
    encoded = {
        "title": quote(title, safe=""),
        "url": quote(url, safe=""),
        "both": quote(f"{title} {url}", safe=""),
    }
    return [
        ShareLink(
            network=network,
            name=Network(network).label,
            label=LABELS[network],
            href=ADDRESSES.get(network, "").format(**encoded),
        )
        for network in networks
        if network in Network.values
    ]
