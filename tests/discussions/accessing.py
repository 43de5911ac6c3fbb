"""Reads the tables of docs/access.md, finds the addresses they are about, and asks them."""

import re
from contextlib import contextmanager
from pathlib import Path

from django.apps import apps
from django.contrib.messages import get_messages
from django.core.cache import cache
from django.db import connection, transaction
from django.urls import get_resolver, reverse
from django.urls.resolvers import URLPattern

from discussions import limits

DOCUMENT = Path(__file__).parents[2] / "docs/access.md"
ROLES = ["visitor", "account", "editor", "moderator", "with addresses", "administrator"]
METHODS = ["GET", "POST"]
WRITES = re.compile(r'(INSERT INTO|UPDATE|DELETE FROM) "discussions_')
OF_ONE_REPLY = re.compile("public_id>|receipt/|moderate/")


def find_patterns(patterns=None, prefix="/"):
    """Yield the pattern of each address whose view is one of ours."""
    for one in get_resolver().url_patterns if patterns is None else patterns:
        whole = prefix + str(one.pattern)
        if not isinstance(one, URLPattern):
            yield from find_patterns(one.url_patterns, whole)
        elif getattr(one.callback, "view_class", one.callback).__module__.startswith("discussions."):
            yield whole


def read_table(heading):
    """Return the cells of a table of the document by method and pattern."""
    _, _, section = DOCUMENT.read_text().partition(f"## {heading}\n")
    lines = [line.strip("| \n") for line in section.partition("\n## ")[0].splitlines() if line[:1] == "|"]
    rows = [[cell.strip().strip("`") for cell in line.split("|")] for line in lines]
    head = rows[0][2:]
    return {(row[0], row[1]): dict(zip(head, row[2:], strict=True)) for row in rows[2:]}


def write_line(method, pattern, cells):
    return f"| {method} | `{pattern}` | {' | '.join(cells)} |"


def dump():
    """Return all rows of the discussions."""
    models = apps.get_app_config("discussions").get_models()
    return {model.__name__: [*model.objects.order_by("pk").values_list()] for model in models}


@contextmanager
def watch_writes():
    """Give a list of the statements that may have changed a row of the discussions."""
    seen = []

    def note(execute, sql, params, many, context):
        seen.extend([sql] if WRITES.match(sql) else [])
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        yield seen


def answer(response, *, acts=False):
    """Name the kind of an answer as the document does."""
    where = response.get("Location", "")
    if where.startswith(reverse("wagtailadmin_login")):
        return "login"
    if where == reverse("wagtailadmin_home") and [*get_messages(response.wsgi_request)]:
        return "refused"
    return f"{response.status_code}{' acts' if acts else ''}"


def ask(client, method, url, data, before):
    """Name the kind of answer, with "acts" if rows aren’t as `before`; leave everything as it was."""
    cookies = client.cookies.copy()
    cache.clear()
    limits.MEMORY.clear()
    with transaction.atomic(), watch_writes() as writes:
        response = getattr(client, method.lower())(url, data)
        said = answer(response, acts=bool(writes) and dump() != before)
        transaction.set_rollback(True)
    client.cookies = cookies
    return said
