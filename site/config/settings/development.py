"""For trying and writing: DEBUG, a known key, loopback only. Chosen by the .env that `make run` writes."""

from .base import *  # noqa: F403
from .base import BASE_URL, MIDDLEWARE, STORAGES, env

DEBUG = True
SECRET_KEY = "development only, refused by the production settings"
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]"]
MIDDLEWARE = [*MIDDLEWARE, "config.middleware.ReadersNotFoundMiddleware"]
CSRF_TRUSTED_ORIGINS = [BASE_URL]
# Mails are printed among the server's messages unless EMAIL_URL says otherwise.
vars().update(env.email("EMAIL_URL", default="consolemail://"))
STORAGES = STORAGES | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
