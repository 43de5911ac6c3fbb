"""Mail servers for the tests: one that takes letters, one that says nothing."""

import email
import email.policy
import time
from contextlib import suppress


class LetterBox:
    """What a mail server took, how often it was called, and the addresses it wants nothing to do with."""

    def __init__(self):
        self.letters, self.refused, self.delay, self.connections = [], set(), 0, 0

    async def handle_EHLO(self, server, session, envelope, name, responses):  # noqa: N802
        session.host_name = name
        self.connections += 1
        return responses

    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: N802
        if address in self.refused:
            return "550 Mailbox unavailable"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):  # noqa: N802
        time.sleep(self.delay)
        letter = email.message_from_bytes(envelope.content, policy=email.policy.default)
        self.letters.append((envelope.rcpt_tos[0], envelope.content, letter))
        return "250 OK"

    @property
    def addresses(self):
        return [address for address, _content, _letter in self.letters]


def use(settings, port):
    """Let mail leave by a server on this machine, as Django's own backend finds it."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port


def take_and_say_nothing(listening, taken):
    """Take each connection and never say a word, until the socket is closed."""
    with suppress(OSError):
        while True:
            taken.append(listening.accept())
