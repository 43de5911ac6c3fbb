"""Seals what is kept for the authorities alone: whoever has the database and not the key reads nothing."""

import base64
from functools import lru_cache

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings


class Unreadable(ValueError):
    """Sealed with a key that is neither SECRET_KEY nor one of SECRET_KEY_FALLBACKS."""


def seal(text):
    """Return a text as nobody can read it without the secret key."""
    return _box().encrypt(text.encode()).decode()


def unseal(sealed):
    """Return what was sealed with the present key or an earlier one; raise Unreadable."""
    try:
        return _box().decrypt(sealed.encode()).decode()
    except InvalidToken as error:
        raise Unreadable from error


def _box():
    return _open((settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS))


@lru_cache(maxsize=2)
def _open(secrets):
    return MultiFernet([Fernet(_derive(secret)) for secret in secrets])


def _derive(secret):
    key = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"discussions.sealing").derive(secret.encode())
    return base64.urlsafe_b64encode(key)
