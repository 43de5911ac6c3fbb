"""Production refuses to start unsafely and says what to set; the demo's password opens nothing there."""

from ipaddress import ip_network

import pytest
from django.contrib.auth import authenticate
from django.core.exceptions import ImproperlyConfigured

from accounts.backends import DEMO_PASSWORD
from config.startup import refuse_unsafe

SAFE = {
    "secret_key": "Zr7-k2_LmQ9xV4tB8nYc3WfJ6hDs1GpA5eKu0RvXoTiMbNqE",
    "allowed_hosts": ["causerie.example"],
    "base_url": "https://causerie.example",
    "engine": "django.db.backends.postgresql",
    "nodes": 2,
    "trusted_proxies": 1,
}
SAFE["secret_key"] += "-und-so-fort"


def test_safe_settings_start():
    refuse_unsafe(**SAFE)


def test_loopback_over_http_starts():
    refuse_unsafe(**SAFE | {"base_url": "http://127.0.0.1:8000", "allowed_hosts": ["localhost"]})


@pytest.mark.parametrize(
    ("change", "name"),
    [
        ({"secret_key": ""}, "SECRET_KEY"),
        ({"secret_key": "short"}, "SECRET_KEY"),
        ({"secret_key": "a" * 80}, "SECRET_KEY"),
        ({"allowed_hosts": []}, "ALLOWED_HOSTS"),
        ({"allowed_hosts": ["causerie.example", "*"]}, "ALLOWED_HOSTS"),
        ({"base_url": "http://causerie.example"}, "BASE_URL"),
        ({"base_url": "causerie.example"}, "BASE_URL"),
        ({"engine": "django.db.backends.sqlite3"}, "NODES"),
        ({"trusted_proxies": [ip_network("10.0.0.0/8"), ip_network("0.0.0.0/0")]}, "TRUSTED_PROXIES"),
        ({"trusted_proxies": [ip_network("::/0")]}, "TRUSTED_PROXIES"),
    ],
)
def test_unsafe_settings_are_refused_with_a_sentence_in_both_languages(change, name):
    with pytest.raises(ImproperlyConfigured) as refusal:
        refuse_unsafe(**SAFE | change)
    sentences = str(refusal.value).split("\n")[1:]
    assert len(sentences) == 2
    assert all(name in sentence for sentence in sentences)


def test_everything_unsafe_is_said_at_once():
    with pytest.raises(ImproperlyConfigured, match=r"(?s)SECRET_KEY.*ALLOWED_HOSTS"):
        refuse_unsafe(**SAFE | {"secret_key": "", "allowed_hosts": []})


@pytest.mark.parametrize(("debug", "opens"), [(True, True), (False, False)])
def test_demo_password_opens_only_in_development(django_user_model, settings, debug, opens):
    django_user_model.objects.create_user("redaction", password=DEMO_PASSWORD)
    settings.DEBUG = debug
    assert (authenticate(username="redaction", password=DEMO_PASSWORD) is not None) == opens


def test_demo_password_is_no_password_for_staff_of_a_real_site(admin_user, client, settings):
    admin_user.set_password(DEMO_PASSWORD)
    admin_user.save()
    client.post("/admin/login/", {"username": admin_user.username, "password": DEMO_PASSWORD})
    assert client.get("/admin/").status_code == 302
