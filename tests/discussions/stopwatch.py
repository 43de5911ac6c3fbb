"""A reader's browser with a stopwatch."""

import time

from django.test import Client

# No answer takes longer.
SECONDS = 2


class TimedClient(Client):
    """Knows its slowest answer: how many seconds it took, and of what.

    Time is the processor's: a busy machine has no part in it.
    """

    slowest = (0.0, "")

    def request(self, **request):
        began = time.process_time()
        response = super().request(**request)
        self.slowest = max(self.slowest, (time.process_time() - began, response.wsgi_request.path))
        return response

    def assert_never_slow(self):
        assert self.slowest[0] < SECONDS, self.slowest
