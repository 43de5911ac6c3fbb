"""Each address of the discussions answers each role, and each state of a reply, as docs/access.md says."""

import re

import pytest
from accessing import (
    METHODS,
    OF_ONE_REPLY,
    ROLES,
    ask,
    dump,
    find_patterns,
    read_table,
    write_line,
)
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from django.db import transaction
from django.test import Client
from one_of_each import UNKNOWN, OneOfEach, fill

BROWSER = {"HTTP_SEC_FETCH_SITE": "same-origin", "REMOTE_ADDR": "81.2.69.142"}
WORDS = {"text": "Un autre avis, d’un trait.", "name": "Loïc", "email": "loic@lecteurs.example"}
RULE = {"name": "Paris", "terms": "poker", "places": "text", "effect": "hold", "act": "save"}
DATA = {
    r"answer/$": WORDS | {"publish": "1", "seen": "pending"},
    r"(act>|moderate/<str:token>)/$": {"act": "publish", "seen": "pending"},
    r"/policy/": {"replies": "closed"},
    r"/trust/$": {"trust": "trusted"},
    r"/note/$": {"text": "À suivre."},
    r"participants/.*erase/$": {"sure": "on"},
    r"reply-rules/(new|<int:pk>)/$": RULE,
    r"(reply|right-of-reply|edit|contest)/$": WORDS | {"is_concerned": "on"},
    r"page_id>/follow/$": {"follow-email": WORDS["email"], "follow-frequency": "now"},
    r"/report/<slug:public_id>/$": {"reason": "insults"},
    r"/notice/$": WORDS | {"reason": "illegal_defamation", "good_faith": "on"},
    r"/me/$": {"email": "zoe@lecteurs.example"},
    r"/change/$": {"frequency": "weekly"},
}
ANY = r"<\w+:\w+>"

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def clients(django_db_setup, django_db_blocker):
    """A browser for each role; nothing of it outlives this module."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield {role: sign_in(role) for role in ROLES}
        transaction.set_rollback(True)


def sign_in(role, **options):
    client = Client(raise_request_exception=False, **BROWSER, **options)
    if role != "visitor":
        client.force_login(find_user(role))
    return client


def find_user(role):
    user, _is_new = get_user_model().objects.get_or_create(
        username=role, email=f"{role[:5]}@exemple.fr", is_superuser=role == "administrator"
    )
    groups = {
        "editor": ["Rédaction", "Editors"],
        "moderator": ["Modération"],
        "with addresses": ["Modération"],
    }
    user.groups.set(Group.objects.filter(name__in=groups.get(role, [])))
    if role == "with addresses":
        user.user_permissions.add(Permission.objects.get(codename="view_reply_email"))
    return user


@pytest.fixture(scope="module")
def things(clients):
    return OneOfEach(find_user("moderator"))


@pytest.fixture(scope="module")
def paths(things):
    return things.paths()


@pytest.fixture(scope="module")
def before(paths):
    return dump()


def sent(things, method, pattern):
    """Return what goes with a request: what a person would fill in."""
    if pattern.endswith("batches/new/"):
        return {"act": "publish", "reply": things.pending.public_id, "seen_at": "2099-01-01T00:00:00Z"}
    if "/sanction/" in pattern:
        seen = things.now.timestamp() + 60
        return {"id": things.zoe.pk, "reason": "insult", "seen": seen}
    if method != "POST":
        return {}
    return next((data for found, data in DATA.items() if re.search(found, pattern)), {})


def compare(table, asked):
    """Fail with each line that the document should have, or has and shouldn't."""
    right = {write_line(*row, cells.values()) for row, cells in asked.items()}
    written = {write_line(*row, cells.values()) for row, cells in table.items()}
    missing, wrong = "\n".join(sorted(right - written)), "\n".join(sorted(written - right))
    assert right == written, f"docs/access.md lacks:\n{missing}\ndocs/access.md has, wrongly:\n{wrong}"


def test_each_address_answers_each_role_as_documented(clients, things, paths, before):
    asked = {}
    for pattern in find_patterns():
        url = fill(pattern, paths)
        for method in METHODS:
            data = sent(things, method, pattern)
            cells = {role: ask(clients[role], method, url, data, before) for role in ROLES}
            if cells["administrator"] != "405":
                asked[method, pattern] = cells
    compare(read_table("By role"), asked)
    assert not [row for row, cells in asked.items() if row[0] == "GET" and "acts" in str(cells)]


def test_each_address_of_a_reply_answers_in_each_state_as_documented(clients, things, paths, before):
    table, asked = read_table("By state"), {}
    found = things.by_state()
    rows = [
        (m, p)
        for p in find_patterns()
        for m in METHODS
        if (m, p) in read_table("By role")
        if OF_ONE_REPLY.search(p)
    ]
    now = dump()
    for method, pattern in rows:
        client = clients["moderator" if pattern.startswith("/admin/") else "visitor"]
        cells = {}
        for column, reply in found.items():
            seen = {"seen": reply.state} if reply else {}
            url, data = fill(pattern, things.paths_of(reply)), sent(things, method, pattern)
            cells[column] = ask(client, method, url, data | seen if data else data, now)
        asked[method, pattern] = cells
    compare(table, asked)


def test_no_get_and_no_head_changes_a_row(clients, things, paths):
    before = dump()
    for pattern in find_patterns():
        client = clients["with addresses" if pattern.startswith("/admin/") else "visitor"]
        url, data = fill(pattern, paths), sent(things, "GET", pattern)
        shown, head = client.get(url, data), client.head(url, data)
        assert shown.status_code == head.status_code < 500, pattern
    assert dump() == before


def test_a_measure_that_is_not_there_is_not_undone(clients, things):
    before, url = dump(), f"/admin/participants/batch/{things.finished.pk}/"
    assert ask(clients["moderator"], "POST", url, {}, before) == "404"


def test_what_is_not_there_is_404_for_moderators_and_a_refusal_for_others(clients, things, paths):
    before = dump()
    for pattern in find_patterns():
        for match in re.finditer(ANY, pattern):
            for url in fill_wrongly(pattern, match, paths):
                for method in METHODS:
                    data = sent(things, method, pattern)
                    said = ask(clients["administrator"], method, url, data, before)
                    assert said in {"404", "405"}, (method, url, said)
                    if pattern.startswith("/admin/"):
                        assert ask(clients["editor"], method, url, data, before) == "refused", (method, url)


def fill_wrongly(pattern, match, paths):
    """Yield addresses in which one argument names nothing."""
    wrong = {"int": ["2147483646", "9" * 30], "uuid": ["00000000-0000-4000-8000-000000000000"]}
    right = fill(pattern, paths).strip("/").split("/")
    step = pattern[: match.start()].count("/") - 1
    for value in wrong.get(
        match[0][1:].split(":")[0], [UNKNOWN] if "<slug" in match[0] else [UNKNOWN, "%00"]
    ):
        yield "/" + "/".join([*right[:step], value, *right[step + 1 :]]) + "/"


def test_what_is_somebody_elses_is_404(clients, things, paths):
    other, theirs = things.say("published", participant=None), things.say("unconfirmed", participant=None)
    followed = things.follow(confirmed_at=things.now, scope="answers", reply=other)
    type(followed).objects.filter(pk=followed.pk).update(email_key="loic@lecteurs.example")
    before, mine = dump(), f"/-/discussions/me/{things.secret}"
    for url in (
        f"{mine}/confirm/{theirs.public_id}/",
        f"{mine}/follow/{followed.pk}/",
        f"{mine}/follow/{followed.pk}/change/",
        f"/admin/replies/{things.pending.public_id}/undo/{other.decisions.get().pk}/",
    ):
        assert ask(clients["administrator"], "POST", url, {"frequency": "daily"}, before) == "404", url


def test_no_act_of_the_moderators_is_done_without_a_token(clients, things, paths):
    client, before = sign_in("administrator", enforce_csrf_checks=True), dump()
    for pattern in find_patterns():
        if pattern.startswith("/admin/") or "/moderate/" in pattern:
            data = sent(things, "POST", pattern)
            assert ask(client, "POST", fill(pattern, paths), data, before) == "403", pattern
