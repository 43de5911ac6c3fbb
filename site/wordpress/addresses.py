"""Old addresses that lead to the new pages."""

from urllib.parse import urlsplit

from wagtail.contrib.redirects.models import Redirect

LONGEST_PATH = 255


def redirect(item, page, site):
    """Lead an item's old address to its page; return what kept it from that, as a code, else ""."""
    if not item.link:
        return ""
    try:
        parts = urlsplit(item.link)
    except ValueError:
        return "address_unreadable"
    if parts.query or parts.path in {"", "/"}:
        # RedirectMiddleware acts on a 404 only, and the front page answers /?p=12 with 200.
        return "address_is_a_query"
    old = Redirect.normalise_path(parts.path)
    if len(old) > LONGEST_PATH:
        return "address_too_long"
    if old == Redirect.normalise_path(page.get_url() or ""):
        return ""
    found = Redirect.objects.filter(old_path=old, site=site).first()
    if found is None:
        Redirect.objects.create(old_path=old, site=site, redirect_page=page, is_permanent=True)
    elif found.redirect_page_id != page.pk:
        return "address_taken"
    return ""
