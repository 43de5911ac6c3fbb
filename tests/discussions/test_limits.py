"""How much arrives, counted by as many processes as there are; and from which network it is said to come."""

import pytest
from django.test import RequestFactory

from config.environment import trusted_proxies
from discussions import limits
from discussions.network import client_network


@pytest.mark.parametrize("backend", ["dummy", "gone"])
def test_without_a_shared_cache_each_process_counts_alone(settings, backend, caplog):
    once = limits.Limit("once", 600, 1)
    backends = {
        "dummy": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"},
        "gone": {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": "redis://127.0.0.1:9/0",
        },
    }
    settings.CACHES = {"default": backends[backend]}
    assert limits.read({once: "zoe"}).wait == 0
    limits.count({once: "zoe"})
    assert limits.read({once: "zoe"}).wait > 0
    assert limits.read({once: "awa"}).wait == 0
    assert ("cache is away" in caplog.text) == (backend == "gone")


@pytest.mark.parametrize(
    ("backend", "felt"),
    [("dummy.DummyCache", 3), ("locmem.LocMemCache", 3), ("filebased.FileBasedCache", 1)],
)
def test_what_turns_nobody_away_is_taken_for_as_many_as_count_alone(settings, tmp_path, backend, felt):
    settings.PROCESSES = 3
    settings.CACHES = {
        "default": {"BACKEND": f"django.core.cache.backends.{backend}", "LOCATION": str(tmp_path)}
    }
    counted = {limits.SITE: "site", limits.NETWORK: "198.51.100.0/24"}
    limits.count(counted)
    assert limits.read(counted).counts == {limits.SITE: felt, limits.NETWORK: 1}


@pytest.mark.parametrize(
    ("trusted", "forwarded", "peer", "network"),
    [
        ("0", "", "198.51.100.7", "198.51.100.0/24"),
        ("0", "203.0.113.1", "198.51.100.7", "198.51.100.0/24"),
        ("1", "203.0.113.1", "127.0.0.1", "203.0.113.0/24"),
        ("1", "6.6.6.6, 203.0.113.1", "127.0.0.1", "203.0.113.0/24"),
        ("2", "6.6.6.6, 203.0.113.1, 10.0.0.2", "127.0.0.1", "203.0.113.0/24"),
        ("1", "", "127.0.0.1", ""),
        ("9", "203.0.113.1", "127.0.0.1", "203.0.113.0/24"),
        ("127.0.0.0/8, 10.0.0.0/8", "6.6.6.6, 203.0.113.1, 10.0.0.2", "127.0.0.1", "203.0.113.0/24"),
        ("10.0.0.0/8", "203.0.113.1", "198.51.100.7", "198.51.100.0/24"),
        ("1", "n’importe quoi", "127.0.0.1", ""),
        ("1", "[2001:db8:1:2::3]:4711", "::1", "2001:db8:1::/56"),
        ("1", "203.0.113.1:4711", "::1", "203.0.113.0/24"),
        ("1", "::ffff:203.0.113.1", "::1", "203.0.113.0/24"),
        ("0", "", "192.168.1.5", ""),
        ("0", "", "", ""),
    ],
)
def test_a_proxys_word_counts_as_far_as_it_is_trusted(settings, trusted, forwarded, peer, network):
    settings.TRUSTED_PROXIES = trusted_proxies(trusted)
    request = RequestFactory().post("/", REMOTE_ADDR=peer)
    if forwarded:
        request.META["HTTP_X_FORWARDED_FOR"] = forwarded
    assert client_network(request) == network
