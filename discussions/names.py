"""Names and addresses as they compare: what looks the same is the same. Pure."""

import re
import unicodedata

from articles.hygiene import BLANK_LETTERS
from discussions import lookalikes

SMALL = lookalikes.table(lookalikes.SMALL)
CAPITAL = lookalikes.table(lookalikes.CAPITAL)
VARIATION_SELECTORS = {chr(code) for code in range(0xFE00, 0xFE10)}
# They turn around how a name reads: « nimda » behind one is shown as « admin ».
OVERRIDES = re.compile("[\u202d\u202e]")
# Unicode's own names tell which letter one sees, whatever is on, under or around it: É, ø, ᴅ, 🅰, 🇦.
LATIN_NAME = re.compile(
    r"(?:LATIN(?: CAPITAL| SMALL)?|SYMBOL) LETTER (?:SMALL CAPITAL )?([A-Z])(?: WITH .+)?$"
)
# In most fonts nobody tells these apart.
STROKES = (("rn", "m"), ("l", "i"), ("1", "i"), ("|", "i"), ("0", "o"))

# Who speaks for the site: readers would believe them.
RESERVED = """
    admin administrateur administratrice administration administrator
    moderation moderateur moderatrice moderator modo
    redaction redacteur redactrice editeur editrice editor editorial
    auteur auteure autrice author webmaster webmestre staff systeme system root
"""
# Words that make no other name of a reserved one: « L’équipe de la modération ».
FILLERS = """
    l la le les d de du des un une et en the of a an and
    chef equipe team site officiel officielle official compte account rice trice ice e
"""


def fold(name):
    """Return a name without what only looks different: case, width, script, accents' spelling, spaces."""
    return " ".join(_lower(name).translate(SMALL).split())[:240]


def email_key(address):
    """Return an e-mail address as it is compared: its case says nothing.

    Only its case: whoever has the mailbox « ineſ@ » must not get the link that opens what « ines@ » wrote.
    """
    return unicodedata.normalize("NFC", address).strip().lower()[:254]


def is_plain_address(address):
    """Tell whether no letter before the @ only stands for another, as « ſ » does for « s »."""
    local = address.rpartition("@")[0]
    return unicodedata.normalize("NFKC", local).casefold() == local.lower()


def is_reserved(name, extra=()):
    """Tell whether a guest's name belongs to those who run the site; `extra` are the site's own names.

    Accents, decorations, numbers behind and articles before make no other name of it. Give it the name as it
    was typed: hygiene drops what turns it around.
    """
    own = {look for one in extra for look in _looks(one)} - {""}
    return any(_speaks_for_the_site(look, own) for look in _looks(name))


def poses_as(name, others):
    """Tell whether a guest's name looks like one of these: an article's authors, the editors."""
    taken = {look.replace(" ", "") for other in others for look in _looks(other)} - {""}
    return any(look.replace(" ", "") in taken for look in _looks(name))


def _speaks_for_the_site(look, own):
    if look.replace(" ", "") in {"".join(one.split()) for one in own}:
        return True
    for one in own:
        look = f" {look} ".replace(f" {one} ", " admin ").strip()
    words = [word.rstrip("s") for word in look.split()]
    is_composed = all(word in RESERVED_LOOKS | FILLER_LOOKS for word in words)
    return "".join(words) in RESERVED_LOOKS or (is_composed and not RESERVED_LOOKS.isdisjoint(words))


def _looks(name):
    """Return how a name may be read, in Latin letters: its capitals as they are, or as their small forms."""
    readings = {name, name[::-1]} if OVERRIDES.search(name) else {name}
    plain = {unicodedata.normalize("NFKC", reading) for reading in readings}
    return {_look(reading) for one in plain for reading in (one, one.translate(CAPITAL))}


def _look(name):
    letters = "".join(_letter(character) for character in _lower(name).translate(SMALL))
    words = [word.rstrip("0123456789") for word in letters.split()]
    look = " ".join(filter(None, words)) or letters.strip()
    for stroke, alike in STROKES:
        look = look.replace(stroke, alike)
    return look


def _letter(character):
    """Return the Latin letter one sees, or the letter of another script; a space for a decoration."""
    if latin := LATIN_NAME.search(unicodedata.name(character, "")):
        return latin[1].lower()
    if unicodedata.category(character) in {"Mn", "Me"}:
        return ""
    return character if character.isalnum() else " "


def _lower(name):
    """Return the small letters of what can be seen of a name."""
    lower = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", name).casefold())
    return "".join(character for character in lower if not is_invisible(character))


def is_invisible(character):
    """Tell whether a character is there and nobody sees it."""
    hidden = character in BLANK_LETTERS or character in VARIATION_SELECTORS
    return hidden or unicodedata.category(character) == "Cf"


RESERVED_LOOKS = {_look(word).rstrip("s") for word in RESERVED.split()}
FILLER_LOOKS = {_look(word).rstrip("s") for word in FILLERS.split()}
