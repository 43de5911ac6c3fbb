"""The links between the pages of a discussion, and between its orders: pure, from numbers."""

from dataclasses import dataclass
from urllib.parse import urlencode

# So many pages on each side of the one that is read; the first and the last are always there.
NEIGHBOURS = 2


@dataclass(frozen=True)
class Step:
    """One link, or a gap where pages are left out, which has no address."""

    name: str | int = ""
    url: str = ""
    is_current: bool = False


def page_url(path, number, order=""):
    """Return where a page is found; by one address only, so what is understood by itself is left out."""
    asked = {"order": order} if order else {}
    if number > 1:
        asked["page"] = number
    return f"{path}{'?' if asked else ''}{urlencode(asked)}#discussion"


def page_steps(path, number, last, order=""):
    """Return the links to a discussion's pages; none if there is one page."""
    if last < 2:
        return []
    steps, before = [], 0
    for page in sorted({1, *range(number - NEIGHBOURS, number + NEIGHBOURS + 1), last}):
        if not 1 <= page <= last:
            continue
        if page > before + 1:
            steps.append(Step())
        steps.append(Step(page, page_url(path, page, order), page == number))
        before = page
    return steps


def order_steps(path, current, orders):
    """Return the links to a discussion's orders, of which the first needs no word in the address."""
    default, *_ = orders
    return [
        Step(name, page_url(path, 1, "" if name == default else name), name == current) for name in orders
    ]
