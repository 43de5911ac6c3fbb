"""Who is asking, and whether the request comes from our own pages."""

from urllib.parse import urlsplit

from django.conf import settings
from django.middleware.csrf import CsrfViewMiddleware
from django.urls import reverse

from discussions import links
from discussions.names import email_key
from discussions.policy import LINK_DAYS

# The personal link, remembered by the browser that confirmed with it; sent to the discussions' own
# addresses only, never with a page that caches keep.
READER_COOKIE = "reader"


def signed_in_user(request):
    """Return who is signed in, or None.

    Without a session cookie the session isn't touched: the page stays the same for everybody.
    """
    if settings.SESSION_COOKIE_NAME not in request.COOKIES:
        return None
    user = getattr(request, "user", None)
    return user if user is not None and user.is_authenticated else None


class TokenCheck(CsrfViewMiddleware):
    """Django's own check, asked by hand: the answer to a failure is ours."""

    def _reject(self, request, reason):
        return reason


class BareTokenCheck(TokenCheck):
    """The token alone, for browsers that send neither Origin nor Referer and fail the full check."""

    def _origin_verified(self, request):
        return True

    def _check_referer(self, request):
        return None


def has_token(request, check=TokenCheck):
    """Tell whether a POST carries Django's token; staff authority hangs on the full check."""
    return check(lambda request: None).process_view(request, None, (), {}) is None


def is_same_origin(request):
    """Tell whether a browser says that a POST comes from a page of ours.

    Cached pages can hold no token, so the browser's own word decides: Sec-Fetch-Site, else Origin, else the
    host of the Referer.
    """
    site = request.headers.get("Sec-Fetch-Site")
    if site:
        return site == "same-origin"
    origin = request.headers.get("Origin", "null")
    if origin != "null":
        return origin == f"{request.scheme}://{request.get_host()}"
    try:
        return urlsplit(request.headers.get("Referer", "")).netloc == request.get_host()
    except ValueError:
        return False


def known_guest(request, address=None):
    """Return the participant whose personal link this browser remembers, if the address is theirs."""
    link = known_link(request)
    if link is None or (address is not None and email_key(address) != link.email_key):
        return None
    return links.find_person(link)


def known_link(request):
    """Return the personal link that this browser remembers, if it is still good, or None."""
    return links.find(request.COOKIES.get(READER_COOKIE, ""))


def what_is_known(request):
    """Return what a form may be filled in with for the guest whom this browser remembers, or None."""
    guest = known_guest(request)
    return guest and {"name": guest.name, "email": guest.email}


def is_vouched_for(request):
    """Tell whether a post is confirmed, or comes from a page of ours with the unseen field left empty."""
    if has_token(request, BareTokenCheck):
        return True
    return is_same_origin(request) and not request.POST.get("subject")


def remember_guest(response, secret):
    response.set_cookie(
        READER_COOKIE,
        secret,
        max_age=LINK_DAYS * 24 * 3600,
        path=_cookie_path(),
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def forget_guest(response):
    response.delete_cookie(READER_COOKIE, path=_cookie_path(), samesite="Lax")


def _cookie_path():
    return reverse("discussions:ask_link").removesuffix("me/")
