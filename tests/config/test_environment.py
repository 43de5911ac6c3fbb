"""What DATABASE_URL, CACHE_URL and BASE_URL become."""

import pytest
from django.core.management import call_command
from wagtail.models import Site

from config.environment import cache, database, is_loopback


def test_sqlite_waits_writes_ahead_and_locks_at_once():
    options = database("")["OPTIONS"]
    assert options["transaction_mode"] == "IMMEDIATE"
    assert options["timeout"] >= 20
    assert "journal_mode=WAL" in options["init_command"]
    assert "synchronous=FULL" in options["init_command"]


def test_postgresql_keeps_its_connections():
    config = database("postgres://causerie@127.0.0.1:5432/causerie")
    assert config["ENGINE"] == "django.db.backends.postgresql"
    assert config["CONN_HEALTH_CHECKS"]


@pytest.mark.parametrize(
    ("url", "backend"),
    [
        ("redis://127.0.0.1:6379/0", "RedisCache"),
        ("locmem://", "LocMemCache"),
        ("dummy://", "DummyCache"),
    ],
)
def test_cache_addresses_are_understood(url, backend):
    assert cache(url)["BACKEND"].endswith(backend)


def test_unknown_cache_is_refused_by_name():
    with pytest.raises(ValueError, match="memcache"):
        cache("memcache://127.0.0.1")


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("http://localhost:8000", True),
        ("http://127.0.0.1", True),
        ("http://[::1]:8000", True),
        ("https://causerie.example", False),
        ("http://10.0.0.1", False),
    ],
)
def test_loopback_is_recognised(url, expected):
    assert is_loopback(url) is expected


@pytest.mark.django_db
def test_set_up_writes_the_base_address_into_the_site(settings):
    settings.BASE_URL = "https://causerie.example"
    call_command("set_base_url")
    site = Site.objects.get(is_default_site=True)
    assert site.root_url == "https://causerie.example"


@pytest.mark.django_db
def test_check_reports_a_site_that_differs(settings):
    from config.checks import base_url_is_the_default_sites

    settings.BASE_URL = "https://ailleurs.example"
    (warning,) = base_url_is_the_default_sites(None, ["default"])
    assert warning.id == "causerie.W001"
    assert base_url_is_the_default_sites(None, None) == []
