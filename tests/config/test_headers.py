"""Headers: what every answer carries, and which answers a cache may keep."""

import pytest

pytestmark = pytest.mark.django_db


def test_public_page_may_be_kept_by_shared_caches(client, article):
    response = client.get(article.url)
    assert response.headers["Cache-Control"].startswith("public,")
    assert "s-maxage" in response.headers["Cache-Control"]
    assert not response.cookies
    assert "Vary" not in response.headers


def test_what_has_a_query_is_kept_no_longer_than_its_time(client, article):
    """No purge names it: `?page=2` would show for a day what has been erased."""
    assert "stale-if-error" in client.get(article.url).headers["Cache-Control"]
    response = client.get(article.url, {"page": "2"})
    assert response.headers["Cache-Control"] == "public, max-age=0, s-maxage=60"


def test_page_read_by_staff_is_kept_by_nobody(admin_client, article):
    assert admin_client.get(article.url).headers["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize("address", ["/n-existe-pas/", "/admin/login/"])
def test_whatever_no_view_made_public_is_not_stored(client, address):
    cache_control = client.get(address).headers["Cache-Control"]
    assert "private" in cache_control
    assert "public" not in cache_control


def test_public_pages_allow_no_foreign_and_no_inline_script(client, article):
    policy = client.get(article.url).headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "script-src 'self';" in policy
    assert "unsafe-inline" not in policy
    assert "frame-ancestors 'none'" in policy


def test_editor_may_frame_a_preview(admin_client, article):
    response = admin_client.get(f"/admin/pages/{article.pk}/edit/preview/?mode=")
    policy = response.headers["Content-Security-Policy"]
    assert "frame-ancestors 'self'" in policy


def test_language_follows_the_address_alone(client, home_page):
    response = client.get("/", headers={"accept-language": "en"})
    assert response.headers["Content-Language"] == "fr"
    assert "Vary" not in response.headers


def test_static_suffix_under_a_page_is_not_found(client, article):
    assert client.get(f"{article.url}style.css").status_code == 404


def test_anonymous_reading_writes_nothing(client, article):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as queries:
        client.get(article.url)
    written = [q["sql"] for q in queries if not q["sql"].lstrip("( ").upper().startswith("SELECT")]
    assert written == []


def test_page_restricted_by_a_password_is_kept_by_nobody(client, article):
    from wagtail.models import PageViewRestriction

    PageViewRestriction.objects.create(page=article, restriction_type="password", password="sésame")
    response = client.get(article.url)
    assert "public" not in response.headers["Cache-Control"]
    assert article.introduction not in response.content.decode()


def test_newcomer_sees_the_404_that_readers_get(client, home_page, settings):
    settings.DEBUG = True
    settings.MIDDLEWARE = [*settings.MIDDLEWARE, "config.middleware.ReadersNotFoundMiddleware"]
    response = client.get("/n-existe-pas/")
    assert response.status_code == 404
    assert '<html lang="fr"' in response.content.decode()
    assert "config.urls" not in response.content.decode()
