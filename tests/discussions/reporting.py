"""How the tests report a reply, and what they read on the pages that follow."""

from django.test import Client
from moderating import text_of

from discussions.models import Report

WRITER = "loic@lecteurs.example"
SAME_ORIGIN = {"HTTP_SEC_FETCH_SITE": "same-origin"}
LIGHT = {"reason": "insults", "text": "Elle traite Zoé d’« andouille »."}
NOTICE = {
    "reason": "illegal_defamation",
    "text": "Il m’accuse d’avoir volé la caisse du marché : c’est faux.",
    "name": "Nadia Benali",
    "email": "nadia@lecteurs.example",
    "good_faith": "on",
}


def report_url(reply):
    return f"/-/discussions/report/{reply.public_id}/"


def notice_url(reply):
    return f"{report_url(reply)}notice/"


def browser(address="81.2.69.142"):
    """Return the browser of somebody at an address; without one, limits and digests know nobody."""
    return Client(enforce_csrf_checks=True, REMOTE_ADDR=address, **SAME_ORIGIN)


def words(response):
    return text_of(response)


def give_notice(reply, **changed):
    assert browser().post(notice_url(reply), NOTICE | changed).status_code == 303
    return Report.objects.latest("pk")
