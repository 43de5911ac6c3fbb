"""How a password is judged."""

from django.conf import settings
from django.contrib.auth.backends import ModelBackend

# `manage.py demo` gives it to its logins and everybody can read it here.
DEMO_PASSWORD = "causerie-demo"  # noqa: S105


class AccountBackend(ModelBackend):
    """Django's own backend, which refuses the demo's password wherever DEBUG is off."""

    def authenticate(self, request, username=None, password=None, **kwargs):
        if password == DEMO_PASSWORD and not settings.DEBUG:
            return None
        return super().authenticate(request, username=username, password=password, **kwargs)
