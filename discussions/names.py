"""Names and addresses as they compare: what looks the same is the same. Pure."""

import unicodedata


def fold(name):
    """Return a name without what only looks different: case, width, accents' spelling, spaces."""
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", name).casefold())
    return " ".join(folded.split())[:240]


def email_key(address):
    """Return an e-mail address as it is compared: its case says nothing."""
    return unicodedata.normalize("NFKC", address).strip().casefold()[:254]


def poses_as(name, others):
    """Tell whether a name looks the same as one of the others."""
    return fold(name) in {fold(other) for other in others}
