"""What readers are served with: configured by the environment only, and refused if it is unsafe."""

from config.environment import is_loopback
from config.startup import refuse_unsafe

from .base import *  # noqa: F403
from .base import BASE_URL, DATABASES, NODES, TRUSTED_PROXIES, env

SECRET_KEY = env("SECRET_KEY", default="")
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", default=[])
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=[])
CSRF_TRUSTED_ORIGINS = [BASE_URL]
EMAIL_CONFIG = env.email("EMAIL_URL", default="smtp://localhost:25")
vars().update(EMAIL_CONFIG)
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env("DEFAULT_FROM_EMAIL", default="causerie@localhost")

PROCESSES = NODES * env.int("WEB_WORKERS", default=2)

refuse_unsafe(
    secret_key=SECRET_KEY,
    allowed_hosts=ALLOWED_HOSTS,
    base_url=BASE_URL,
    engine=DATABASES["default"]["ENGINE"],
    nodes=NODES,
    trusted_proxies=TRUSTED_PROXIES,
)

# Over http on loopback there is nothing to redirect to; anywhere else TLS is certain (refuse_unsafe).
TLS = not (BASE_URL.startswith("http://") and is_loopback(BASE_URL))
SECURE_SSL_REDIRECT = SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = TLS
SECURE_HSTS_SECONDS = 31_536_000 if TLS else 0
# The publisher's other subdomains, and the browsers' preload list, are not ours to commit.
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]
if TLS:
    # TLS ends at the proxy, which must set this header itself and drop a client's.
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
else:
    SILENCED_SYSTEM_CHECKS += ["security.W004", "security.W008", "security.W012", "security.W016"]
