"""Whose data it is: what an address proves, whom it belongs to, and what a person may ask for with it."""

import json
import re

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from moderating import text_of
from reporting import give_notice

from discussions import following, links, outbox, personal, posting, settlement
from discussions.models import Mail, Participant, Reply, Report, Subscription
from discussions.writers import recognise

ADDRESS = "marqueur@adresse.example"
WORDS = {"name": "Marquenom", "email": ADDRESS, "text": "J’accuse le marquetexte."}


@pytest.fixture
def post(article):
    def post(client, **changed):
        url = reverse("discussions:reply", args=[article.pk])
        return client.post(url, WORDS | changed, HTTP_SEC_FETCH_SITE="same-origin")

    return post


def own_address(name, secret):
    return reverse(f"discussions:{name}", args=[secret])


def address_of(name, person):
    return reverse(f"participants:{name}", args=[person.pk])


def test_whoever_only_typed_an_address_takes_nothing_from_its_owner(as_data_officer, article, post, say):
    """Of somebody who follows and has reported, and never wrote; a stranger writes under their address."""
    reply = say("Nadia a volé la caisse.")
    mine = following.follow(reply.discussion, ADDRESS, "fr", scope="discussion", is_proven=True)
    notice = give_notice(reply, email=ADDRESS)
    secret = links.issue(ADDRESS)
    post(Client())
    stranger = Participant.objects.get()
    screen = text_of(as_data_officer.get(address_of("erase", stranger)))
    assert "abonnement" not in screen
    assert "Aussi tout le reste de ce qui est conservé sous la même adresse" in screen
    as_data_officer.post(address_of("erase", stranger), {"sure": "yes"})
    notice.refresh_from_db()
    assert (Subscription.objects.get(), notice.email) == (mine, ADDRESS)
    assert Client().get(reverse("discussions:mine", args=[secret])).status_code == 200


def test_asked_for_the_whole_address_all_of_it_is_listed_and_goes(as_data_officer, article, post, say):
    reply = say("Nadia a volé la caisse.")
    following.follow(reply.discussion, ADDRESS, "fr", scope="discussion", is_proven=True)
    notice = give_notice(reply, email=ADDRESS)
    post(Client())
    stranger = Participant.objects.get()
    screen = text_of(as_data_officer.get(f"{address_of('erase', stranger)}?whole=yes"))
    assert "1 abonnement." in screen
    assert "1 notification perd son nom, son adresse et ses mots." in screen
    as_data_officer.post(address_of("erase", stranger), {"sure": "yes", "whole": "yes"})
    notice.refresh_from_db()
    assert (Subscription.objects.count(), notice.email, notice.email_key) == (0, "", "")


def test_an_address_with_capitals_beyond_ascii_is_found_everywhere(say):
    notice = give_notice(say("Nadia a volé la caisse."), email="Jean@ÉCOLE.fr")
    person = personal.person_of(links.find(links.issue("jean@école.fr")))
    assert [one["reference"] for one in personal.export(person)["notices"]] == [notice.reference]
    personal.erase(person)
    notice.refresh_from_db()
    assert (notice.email, notice.explanation) == ("", "")


def test_whoever_wrote_with_an_account_isnt_named_in_the_log_of_what_is_erased(
    django_user_model, client, article, as_moderator
):
    user = django_user_model.objects.create_user("marquenom", ADDRESS, first_name="Marquenom")
    writing = Client()
    writing.force_login(user)
    answer = recognise(user, article)
    posting.answer(article, answer, text="J’accuse le marquetexte.")
    personal.erase(personal.person_of(links.find(links.issue(ADDRESS))))
    assert {decision.actor for decision in Reply.objects.get().decisions.all()} == {None}


def test_who_had_an_account_still_reaches_what_was_written_with_it(django_user_model, article):
    user = django_user_model.objects.create_user("marquenom", ADDRESS, first_name="Marquenom")
    posting.answer(article, recognise(user, article), text="J’accuse le marquetexte.")
    user.delete()
    assert personal.is_known(ADDRESS)
    personal.erase(personal.person_of(links.find(links.issue(ADDRESS))))
    assert Reply.objects.get().state == "erased"


@pytest.mark.parametrize("kept", ["notice", "ended subscription"])
def test_whoever_has_anything_kept_here_gets_a_link(say, kept):
    reply = say("Nadia a volé la caisse.")
    if kept == "notice":
        give_notice(reply, email=ADDRESS)
    else:
        following.end(following.follow(reply.discussion, ADDRESS, "fr", scope="discussion", is_proven=True))
    assert personal.is_known(ADDRESS.upper())


def test_a_notice_leads_its_giver_to_it_from_the_personal_page(say):
    notice = give_notice(say("Nadia a volé la caisse."), email=ADDRESS)
    page = text_of(Client().get(reverse("discussions:mine", args=[links.issue(ADDRESS)])))
    assert notice.reference in page
    assert "Rien de ce qui est conservé ici" not in page


def test_who_gave_a_notice_and_was_erased_stays_so_when_it_is_decided(say):
    reply = say("Nadia a volé la caisse.")
    give_notice(reply, email=ADDRESS)
    read_before = Report.objects.get()
    personal.erase(personal.person_of(links.find(links.issue(ADDRESS))))
    settlement.close(read_before, "dismissed")
    kept = Report.objects.get()
    assert (kept.email, kept.name, kept.explanation, kept.status) == ("", "", "", "dismissed")
    assert not Mail.objects.exists()


# With an account


@pytest.fixture
def ines(article, django_user_model):
    """Somebody with an account, who has answered the article signed in."""
    user = django_user_model.objects.create_user("ines", "Ines@exemple.fr", "secret")
    posting.answer(article, recognise(user, article), text="Je l’ai vu de mes yeux.")
    return user


def test_an_account_gets_the_link_by_the_address_it_has(ines, client):
    client.force_login(ines)
    assert 'value="Ines@exemple.fr"' in client.get(reverse("discussions:ask_link")).content.decode()
    Client().post(reverse("discussions:ask_link"), {"email": "ines@exemple.fr"})
    outbox.send_due()
    path = re.search(r"http://localhost(/\S+)", mail.outbox[-1].body)[1]
    assert "Je l’ai vu de mes yeux." in Client().get(path).content.decode()
    kept = json.loads(Client().get(f"{path}export/").content)
    assert [person["kind"] for person in kept["participants"]] == ["account"]
    assert [reply["text"] for reply in kept["replies"]] == ["Je l’ai vu de mes yeux."]


def test_an_accounts_former_address_shows_nothing_of_it(ines):
    secret = links.issue("ines@exemple.fr")
    ines.email = "ines.dupre@exemple.fr"
    ines.save()
    assert "Je l’ai vu" not in Client().get(own_address("mine", secret)).content.decode()


def test_an_account_outlives_the_erasure_of_its_replies(ines, article, client):
    client.post(own_address("erase", links.issue("ines@exemple.fr")))
    assert Reply.objects.get().state == "erased"
    assert not Participant.objects.exists()
    ines.refresh_from_db()
    posting.answer(article, recognise(ines, article), text="J’y reviens.")
    assert Participant.objects.get().user == ines


def test_the_link_of_an_accounts_address_gives_no_badge(ines, article, client, post):
    """It proves an address: whoever reads that mail isn't signed in."""
    secret = links.issue("ines@exemple.fr")
    post(client, email="ines@exemple.fr")
    client.post(reverse("discussions:confirm", args=[secret, Reply.objects.latest("pk").public_id]))
    post(client, email="ines@exemple.fr", text="Et encore ceci.")
    written = Reply.objects.latest("pk")
    assert (written.participant.kind, written.participant.user, written.role) == ("guest", None, "")
