"""Which answers every cache may keep: the allow-list is the views that carry this decorator."""

from functools import wraps

from django.conf import settings
from django.urls import URLPattern

PUBLIC = "public, max-age=0, s-maxage=60, stale-while-revalidate=600, stale-if-error=86400"
# For what tells of a change, or leads to a place that moves.
BRIEFLY = "public, max-age=0, s-maxage=5, stale-while-revalidate=30, stale-if-error=86400"
# 304 says again what 200 said: a cache takes its headers over.
CACHEABLE_STATUSES = {200, 301, 302, 304}


def publicly_cacheable(view, policy=PUBLIC):
    """Let shared caches keep a view's answer, if it is the same for everybody.

    It is not when the request carries a session (a member of staff, a page unlocked by a password), when
    the answer sets a cookie, or when it varies on one.
    """

    @wraps(view)
    def wrapper(request, *args, **kwargs):
        response = view(request, *args, **kwargs)
        if hasattr(response, "render") and callable(response.render):
            response.add_post_render_callback(lambda rendered: mark(request, rendered, policy))
        else:
            mark(request, response, policy)
        return response

    return wrapper


def keep_some(patterns, policies):
    """Return an app's URL patterns, of which caches may keep the answers of those that `policies` names."""
    return [
        URLPattern(
            pattern.pattern,
            publicly_cacheable(pattern.callback, policies[pattern.name]),
            pattern.default_args,
            pattern.name,
        )
        if pattern.name in policies
        else pattern
        for pattern in patterns
    ]


def mark(request, response, policy):
    anonymous = settings.SESSION_COOKIE_NAME not in request.COOKIES
    shared = (
        request.method in {"GET", "HEAD"}
        and response.status_code in CACHEABLE_STATUSES
        and not getattr(request, "is_preview", False)
        and "Cache-Control" not in response.headers
        and not response.cookies
    )
    if anonymous and shared and not request.META.get("CSRF_COOKIE_NEEDS_UPDATE"):
        # A purge names addresses without a query: what has one mustn't outlive its time.
        response.headers["Cache-Control"] = policy.partition(", stale-")[0] if request.GET else policy
