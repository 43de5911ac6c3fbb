"""The moderators' word lists: made, tried on what has arrived, and only then at work."""

import datetime
import re

import badinput
import pytest
from badinput import needs_bad_input
from django.contrib.auth.models import Permission
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from moderating import said, text_of
from wagtail.models import ModelLogEntry

from discussions import rules
from discussions.models import DiscussionPolicy, Reply, Rule, Teaching

LISTS = "/admin/reply-rules/"
QUERIES_OF_THE_LISTS = 13
LIST = {"name": "Jeux d’argent", "terms": "casino\nbonus gratuit", "places": ["text"], "effect": "hold"}


@pytest.fixture
def post(article):
    DiscussionPolicy.objects.create(page=article, confirmation="off", moderation="after")
    url = reverse("discussions:reply", args=[article.pk])

    def post(text="Le casino ouvre", **changed):
        form = {"name": "Zoé", "email": "zoe@lecteurs.example", "text": text} | changed
        assert Client().post(url, form, HTTP_SEC_FETCH_SITE="same-origin").status_code == 303
        return Reply.objects.latest("pk")

    return post


@pytest.fixture
def lately(say):
    """Three replies of today: two of them of casinos, one of these published."""
    for text, state in [("Le casino ferme", "published"), ("CASINO !", "spam"), ("Le marché", "published")]:
        say(text, state=state, created_at=timezone.now())


def send(client, act, url=f"{LISTS}new/", **changed):
    return client.post(url, LIST | changed | {"act": act})


def try_and_activate(client, url=f"{LISTS}new/", **changed):
    tried = send(client, "try", url, **changed).context["tried"]
    return send(client, "activate", url, tried=tried, **changed)


def test_a_list_that_was_tried_and_activated_holds_what_it_finds(as_moderator, post):
    response = try_and_activate(as_moderator)
    assert response.url == LISTS
    assert "« Jeux d’argent » agit désormais" in said(response).replace("\u202f", " ")
    reply = post()
    assert reply.state == "pending"
    screen = text_of(as_moderator.get(reverse("replies:inspect", args=[reply.public_id])))
    assert "Sur la liste « Jeux d’argent » : « casino »" in screen
    assert post("Le marché").state == "published"


def test_a_list_may_file_as_spam(as_moderator, post):
    try_and_activate(as_moderator, effect="spam")
    assert post().state == "spam"


@pytest.mark.parametrize(
    ("place", "changed"),
    [
        ("name", {"name": "Casino Royal"}),
        ("website", {"website": "https://casino.example/"}),
    ],
)
def test_a_list_looks_where_it_is_told_to(as_moderator, post, place, changed):
    try_and_activate(as_moderator, places=[place])
    assert post().state == "published"
    assert post("Autre chose", **changed).state == "pending"


def test_a_list_of_whoever_may_read_addresses_looks_in_them_and_shows_none(
    as_moderator, moderator, new_moderator, post
):
    moderator.user_permissions.add(Permission.objects.get(codename="view_reply_email"))
    try_and_activate(as_moderator, places=["email"])
    assert post().state == "published"
    reply = post("Autre chose", email="info@casino.example")
    assert reply.state == "pending"
    colleague = Client()
    colleague.force_login(new_moderator("dominique", first_name="Dominique"))
    screen = text_of(colleague.get(reverse("replies:inspect", args=[reply.public_id])))
    assert "Sur la liste « Jeux d’argent » : l’adresse e-mail" in screen
    assert "casino" not in screen + str(reply.decisions.last().findings)


@pytest.mark.parametrize("act", ["try", "save", "activate"])
def test_whoever_may_not_read_addresses_lets_no_list_look_in_them(as_moderator, post, act):
    post("Autre chose", email="info@casino.example")
    response = send(as_moderator, act, places=["text", "email"], terms="cas*\nloterie")
    assert "trial" not in response.context
    assert "Seules les personnes qui peuvent lire les adresses e-mail" in text_of(response)
    assert "cas*\nloterie</textarea>" in response.content.decode()
    assert not Rule.objects.exists()


def test_the_trial_shows_what_would_have_been_held_and_changes_nothing(as_moderator, lately):
    screen = text_of(send(as_moderator, "try"))
    assert "Sur 3 réponses des 30 derniers jours, la liste en aurait retenu 2 (66,7 %)" in screen
    assert "Le casino ferme" in screen, screen
    assert "Publiée 1 sur 2 (50,0 %)" in screen
    assert "Le marché" not in screen
    assert not Rule.objects.exists()
    assert set(Reply.objects.values_list("state", flat=True)) == {"published", "spam"}


def test_the_trial_leaves_out_what_is_older_than_thirty_days(as_moderator, say):
    say("Le casino ferme", created_at=timezone.now() - datetime.timedelta(days=31))
    assert "Sur 0 réponse des 30 derniers jours" in text_of(send(as_moderator, "try"))


def test_the_trial_counts_what_it_looked_at_in_good_french(as_moderator, say):
    for count in ("1 réponse des", "2 réponses des"):
        say("Le marché", created_at=timezone.now())
        assert f"Sur {count} 30 derniers jours" in text_of(send(as_moderator, "try"))


def test_a_term_that_everybody_uses_is_warned_of(as_moderator, lately, monkeypatch):
    monkeypatch.setattr(rules, "LEAST_COMMON", 1)
    screen = text_of(send(as_moderator, "try"))
    assert "« casino » se trouve dans 1 réponse publiée" in screen


def test_a_long_trial_stops_and_says_so(as_moderator, lately, monkeypatch):
    monkeypatch.setattr(rules, "TRIAL_SECONDS", 0)
    assert "s’est arrêté au bout de dix secondes" in text_of(send(as_moderator, "try"))


def test_nothing_acts_that_was_not_tried(as_moderator, post):
    untried = send(as_moderator, "activate")
    assert "elle a changé depuis l’essai" in text_of(untried)
    send(as_moderator, "activate", tried=untried.context["tried"], terms="marché")
    send(as_moderator, "activate", tried="faux")
    assert not Rule.objects.exists()


def test_a_list_is_kept_without_acting(as_moderator, post):
    assert "elle n’agit pas" in said(send(as_moderator, "save"))
    assert post().state == "published"
    assert "casino" in as_moderator.get(f"{LISTS}{Rule.objects.get().pk}/").content.decode()


def test_a_changed_list_acts_once_it_was_tried_again(as_moderator, post):
    try_and_activate(as_moderator)
    url = f"{LISTS}{Rule.objects.get().pk}/"
    send(as_moderator, "save", url, terms="marché")
    assert post().state == "published"
    try_and_activate(as_moderator, url, terms="marché")
    assert post("Le marché").state == "pending"


def test_of_two_who_change_a_list_the_later_is_asked_and_nothing_is_lost(as_moderator):
    send(as_moderator, "save")
    url = f"{LISTS}{Rule.objects.get().pk}/"
    seen = as_moderator.get(url).context["form"]["version"].value()
    assert send(as_moderator, "save", url, terms="loterie", version=seen).status_code == 302
    late = send(as_moderator, "save", url, terms="tombola", version=seen)
    assert late.status_code == 409
    assert Rule.objects.get().terms == "loterie"
    assert "quelqu’un d’autre a modifié cette liste" in text_of(late)
    assert "tombola</textarea>" in late.content.decode()
    # The page has to open at its top, where the warning stands.
    assert 'id="trial"' not in late.content.decode()
    assert "Enregistrer à la place de sa liste" in text_of(late)
    again = late.context["form"]["version"].value()
    assert send(as_moderator, "save", url, terms="tombola", version=again).status_code == 302
    assert Rule.objects.get().terms == "tombola"


def test_a_list_is_turned_off_and_deleted(as_moderator, post):
    try_and_activate(as_moderator)
    rule = Rule.objects.get()
    assert as_moderator.post(f"{LISTS}{rule.pk}/off/").status_code == 302
    assert post().state == "published"
    assert "Supprimer la liste" in text_of(as_moderator.get(f"{LISTS}{rule.pk}/delete/"))
    as_moderator.post(f"{LISTS}{rule.pk}/delete/")
    assert not Rule.objects.exists()


def test_each_change_of_a_list_is_in_the_log(as_moderator, moderator):
    try_and_activate(as_moderator)
    rule = Rule.objects.get()
    as_moderator.post(f"{LISTS}{rule.pk}/off/")
    as_moderator.post(f"{LISTS}{rule.pk}/delete/")
    log = ModelLogEntry.objects.filter(object_id=rule.pk).order_by("pk")
    assert [(entry.action, entry.user) for entry in log] == [
        (action, moderator)
        for action in ("wagtail.create", "discussions.rule_on", "discussions.rule_off", "wagtail.delete")
    ]


def test_saving_an_active_list_without_activating_it_is_logged_as_what_it_is(as_moderator):
    try_and_activate(as_moderator)
    url = f"{LISTS}{Rule.objects.get().pk}/"
    send(as_moderator, "save", url, terms="loterie")
    send(as_moderator, "save", url, terms="tombola")
    actions = [*ModelLogEntry.objects.order_by("pk").values_list("action", flat=True)]
    assert actions[2:] == ["wagtail.edit", "discussions.rule_off", "wagtail.edit"]


@pytest.mark.parametrize(
    ("changed", "error"),
    [
        ({"terms": ""}, "Écrivez au moins un terme"),
        ({"terms": " \n!?\n…"}, "La ligne 1 ne contient ni lettre ni chiffre"),
        ({"terms": "casino\n" + "x" * 300}, "La ligne 2 n’est pas un terme"),
        ({"terms": "ca*"}, "trouverait trop de choses"),
        ({"terms": "cas\x00ino"}, "caractères"),
        ({"terms": "a" * 800_001}, "800 000 caractères au plus"),
        ({"name": ""}, "Donnez un nom à la liste"),
        ({"places": []}, "Choisissez au moins un endroit"),
        ({"places": ["coeur"]}, "Sélectionnez un choix valide"),
        ({"effect": "publish"}, "Sélectionnez un choix valide"),
    ],
)
def test_a_faulty_list_is_refused_in_plain_words(as_moderator, changed, error):
    for act in ("try", "save", "activate"):
        assert error in text_of(send(as_moderator, act, **changed))
    assert not Rule.objects.exists()


@needs_bad_input
def test_a_list_of_forty_thousand_terms_can_be_pasted(as_moderator, post):
    terms = (badinput.FOLDER / "spam_terms.txt").read_text()
    response = send(as_moderator, "save", terms=terms)
    assert response.status_code == 302
    assert "36 lignes ne contiennent ni lettre ni chiffre" in said(response)
    rules.save(Rule.objects.get(), is_active=True, actor=None)
    assert post("Very nice weblog, cheap_louis vuitton handbags outlet").state == "pending"


def test_the_lists_are_shown_with_what_the_filter_has_learned(as_moderator, django_assert_num_queries):
    Teaching.objects.create(spam_count=60, good_count=234)
    assert "Aucune liste pour l’instant" in text_of(as_moderator.get(LISTS))
    for n in range(30):
        rules.save(Rule(name=f"Liste {n}", terms="casino"), is_active=False, actor=None)
    with django_assert_num_queries(QUERIES_OF_THE_LISTS):
        screen = text_of(as_moderator.get(LISTS))
    assert "Le filtre a appris de 234 bonnes réponses et de 60 indésirables" in screen


def test_lists_are_the_moderators_alone(client, django_user_model, as_moderator):
    send(as_moderator, "save")
    rule = Rule.objects.get()
    editor = django_user_model.objects.create_user("rene", "rene@exemple.fr", "secret")
    client.force_login(editor)
    for path in ("", "new/", f"{rule.pk}/", f"{rule.pk}/delete/"):
        assert client.get(f"{LISTS}{path}").status_code == 302
    for path in ("new/", f"{rule.pk}/off/", f"{rule.pk}/delete/"):
        assert client.post(f"{LISTS}{path}", LIST).status_code == 302
    assert Rule.objects.count() == 1
    assert Client().get(LISTS).status_code == 302


def test_the_longest_list_arrives_in_any_script_and_a_longer_one_is_shown_again(as_moderator):
    """As a browser sends it: urlencoded it would be three times as long as Django takes."""
    form = re.search(r'<form[^>]*action="#trial"[^>]*>', as_moderator.get(f"{LISTS}new/").content.decode())[0]
    assert 'enctype="multipart/form-data"' in form
    terms = "\r\n".join(["赌" * 199] * 4000)
    assert send(as_moderator, "save", terms=terms).status_code == 302
    assert Rule.objects.get().term_count == 1
    longer = send(as_moderator, "save", terms=f"{terms}\r\ncasino")
    assert "800 000 caractères au plus" in text_of(longer)
    assert "casino</textarea>" in longer.content.decode()


@pytest.mark.parametrize("version", [10**30, 2**31 - 1, 2**31 - 2, 7, 0, -1])
def test_a_version_that_cannot_be_saves_nothing_over_a_list(as_moderator, version):
    assert send(as_moderator, "save", version=version).status_code in {200, 302}
    Rule.objects.all().delete()
    send(as_moderator, "save")
    rule = Rule.objects.get()
    url = f"{LISTS}{rule.pk}/"
    assert send(as_moderator, "save", url, terms="loterie", version=version).status_code in {200, 409}
    rule.refresh_from_db()
    assert (rule.terms, rule.version) == (LIST["terms"], 1)


def test_an_unknown_list_is_not_found(as_moderator):
    for path in ("99/", "99/delete/"):
        assert as_moderator.get(f"{LISTS}{path}").status_code == 404
