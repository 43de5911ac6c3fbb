"""Which answers every cache may keep: the allow-list is the views that carry this decorator."""

from functools import wraps

from django.conf import settings

PUBLIC = "public, max-age=0, s-maxage=60, stale-while-revalidate=600, stale-if-error=86400"
# 304 says again what 200 said: a cache takes its headers over.
CACHEABLE_STATUSES = {200, 301, 302, 304}


def publicly_cacheable(view):
    """Let shared caches keep a view's answer, if it is the same for everybody.

    It is not when the request carries a session (a member of staff, a page unlocked by a password), when
    the answer sets a cookie, or when it varies on one.
    """

    @wraps(view)
    def wrapper(request, *args, **kwargs):
        response = view(request, *args, **kwargs)
        if hasattr(response, "render") and callable(response.render):
            response.add_post_render_callback(lambda rendered: mark(request, rendered))
        else:
            mark(request, response)
        return response

    return wrapper


def mark(request, response):
    anonymous = settings.SESSION_COOKIE_NAME not in request.COOKIES
    shared = (
        request.method in {"GET", "HEAD"}
        and response.status_code in CACHEABLE_STATUSES
        and not getattr(request, "is_preview", False)
        and "Cache-Control" not in response.headers
        and not response.cookies
    )
    if anonymous and shared and not request.META.get("CSRF_COOKIE_NEEDS_UPDATE"):
        response.headers["Cache-Control"] = PUBLIC
