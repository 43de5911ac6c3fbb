"""Where replies come from: never in clear, told apart for 30 days, sealed for 12 months."""

import datetime
import re

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from moderating import text_of

from discussions import sealing, traces
from discussions.models import Reply, Trace

WORDS = {"name": "Zoé", "email": "zoe@lecteurs.example", "text": "D’ici."}
HERE, THERE, HOME_V6 = "192.0.2.77", "198.51.100.9", "2001:db8:1:2::a"


@pytest.fixture
def post(article):
    def post(address, text="D’ici."):
        url = reverse("discussions:reply", args=[article.pk])
        Client().post(url, WORDS | {"text": text}, REMOTE_ADDR=address, HTTP_SEC_FETCH_SITE="same-origin")
        return Reply.objects.latest("pk")

    return post


def age(days):
    Trace.objects.update(created_at=timezone.now() - datetime.timedelta(days=days))


def test_no_address_stands_in_clear(post, caplog):
    trace = post(HERE).trace
    assert HERE not in f"{trace.digest} {trace.sealed} {caplog.text}"
    assert sealing.unseal(trace.sealed) == HERE


def test_a_household_is_one_source_whichever_of_its_addresses_it_uses(post):
    assert post(HOME_V6).trace.digest == post("2001:db8:1:2:ffff::b", "Encore.").trace.digest
    assert post(HERE, "Un").trace.digest != post(THERE, "Deux").trace.digest


@pytest.mark.parametrize("address", ["127.0.0.1", "10.0.0.3", "::1", "n’importe quoi"])
def test_an_address_that_is_nobodys_leaves_no_trace(post, address):
    post(address)
    assert not Trace.objects.exists()


def test_the_same_reply_twice_is_one_trace(post):
    post(HERE)
    post(HERE)
    assert Trace.objects.count() == 1


def test_moderators_find_what_came_from_the_same_origin_without_reading_it(as_moderator, post):
    reply = post(HERE, "La première.")
    post(HERE, "La deuxième.")
    post(THERE, "D’ailleurs.")
    page = as_moderator.get(reverse("replies:inspect", args=[reply.public_id])).content.decode()
    assert "1 autre réponse de la même origine (30 jours)" in re.sub(r"\s+", " ", page)
    assert HERE not in page
    url = re.search(r'href="(/admin/replies/\?state=all&amp;origin=[^"]+)"', page)[1].replace("&amp;", "&")
    screen = text_of(as_moderator.get(url))
    assert "La première." in screen
    assert "La deuxième." in screen
    assert "D’ailleurs." not in screen


@pytest.mark.parametrize("origin", ["", "x", "zzzzzzzzzz", "\x00", "é" * 5000])
def test_no_origin_breaks_the_queue(as_moderator, post, origin):
    post(HERE)
    assert as_moderator.get("/admin/replies/", {"state": "all", "origin": origin}).status_code == 200


def test_after_thirty_days_nothing_is_told_apart(as_moderator, post, capsys):
    reply = post(HERE, "La première.")
    post(HERE, "La deuxième.")
    age(29)
    call_command("tick")
    assert traces.count_same_origin(reply) == 1
    age(31)
    call_command("tick")
    call_command("tick")
    assert traces.count_same_origin(reply) == 0
    assert Trace.objects.filter(digest="").count() == 2
    assert capsys.readouterr().out.count("digests forgotten: 2") == 1


def test_after_twelve_months_nothing_is_kept(post):
    post(HERE)
    age(364)
    call_command("tick")
    assert Trace.objects.count() == 1
    age(366)
    call_command("tick")
    assert not Trace.objects.exists()


def test_what_an_earlier_key_sealed_is_still_read(post):
    with override_settings(SECRET_KEY="la clé d’hier, longue et sûre"):
        sealed = post(HERE).trace.sealed
    with pytest.raises(sealing.Unreadable):
        sealing.unseal(sealed)
    with override_settings(SECRET_KEY_FALLBACKS=["la clé d’hier, longue et sûre"]):
        assert sealing.unseal(sealed) == HERE


def test_an_authority_gets_the_address_and_the_log_who_asked(post, capsys, caplog):
    reply = post(HERE)
    call_command("unseal", reply.public_id, "--for", "Parquet de Paris, réquisition 12")
    assert capsys.readouterr().out.strip() == HERE
    assert f"Origin of reply {reply.public_id} opened" in caplog.text
    assert "réquisition 12" in caplog.text
    assert HERE not in caplog.text


def test_nothing_to_open_is_said_in_words(post):
    reply = post("127.0.0.1")
    with pytest.raises(CommandError, match="Nothing is kept"):
        call_command("unseal", reply.public_id, "--for", "Moi")
    with pytest.raises(CommandError, match="no such reply"):
        call_command("unseal", "introuvable", "--for", "Moi")


def test_a_trace_costs_one_statement(post):
    post(HERE, "Pour faire la discussion.")
    with CaptureQueriesContext(connection) as without:
        post("127.0.0.1", "Sans.")
    with CaptureQueriesContext(connection) as traced:
        post(HERE, "Avec.")
    assert len(traced) == len(without) + 1
