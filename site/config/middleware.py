"""Headers that every answer carries, and a locale that follows the address alone."""

from django.conf import settings
from django.http import Http404
from django.middleware.locale import LocaleMiddleware
from django.utils.cache import cc_delim_re
from django.utils.translation import get_language
from django.views.defaults import page_not_found

PUBLIC_POLICY = "; ".join(
    [
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self'",
        "font-src 'self'",
        "media-src 'self'",
        "connect-src 'self'",
        "manifest-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    ]
)
# Exception of 2026-11-23: with Wagtail 8.0 the date and chooser widgets of two dozen admin screens are
# inline scripts and styles. Drop 'unsafe-inline' when Wagtail serves them from files.
ADMIN_POLICY = "; ".join(
    [
        "default-src 'none'",
        "script-src 'self' 'unsafe-inline'",
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data: blob:",
        "font-src 'self' data:",
        "media-src 'self'",
        "connect-src 'self'",
        "worker-src 'self' blob:",
        "frame-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'self'",
    ]
)
ATTACHMENT_POLICY = "default-src 'none'; sandbox"
PERMISSIONS_POLICY = "camera=(), geolocation=(), microphone=(), payment=(), usb=()"


class ResponseHeadersMiddleware:
    """Set the content security policy, and forbid storing whatever no view has allowed to be public."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        # Set and not only defaulted: Wagtail renders a preview as an inner request to the public
        # address, whose policy would keep the page out of the editor's frame.
        response.headers["Content-Security-Policy"] = choose_policy(request, response)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS_POLICY)
        if "Cache-Control" not in response.headers:
            response.headers["Cache-Control"] = "private, no-store"
        return response


def choose_policy(request, response):
    if response.headers.get("Content-Disposition", "").startswith("attachment"):
        return ATTACHMENT_POLICY
    return ADMIN_POLICY if request.path.startswith("/admin/") else PUBLIC_POLICY


class FrenchFirstLocaleMiddleware(LocaleMiddleware):
    """Take the language from the address alone and say so: no `Vary: Accept-Language`.

    Django adds that header to every page without a prefix, although with `prefix_default_language=False`
    the header has no say there (django.middleware.locale, 5.2); every shared cache would split on it.
    """

    def process_response(self, request, response):
        response = super().process_response(request, response)
        kept = [
            name
            for name in cc_delim_re.split(response.headers.get("Vary", ""))
            if name and name.lower() != "accept-language"
        ]
        if kept:
            response.headers["Vary"] = ", ".join(kept)
        elif "Vary" in response.headers:
            del response.headers["Vary"]
        response.headers.setdefault("Content-Language", get_language() or settings.LANGUAGE_CODE)
        return response


class ReadersNotFoundMiddleware:
    """With DEBUG on, show the 404 that readers get and not Django's list of addresses (development only)."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_exception(self, request, exception):
        return page_not_found(request, exception) if isinstance(exception, Http404) else None
