"""What a discussion accepts: said by a moderator for the site, a list or an article, read by everybody."""

import datetime
import re
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from moderating import said, text_of
from wagtail.models import PageLogEntry

from articles.models import ArticlePage
from discussions.models import DiscussionPolicy, Reply
from discussions.policy import Policy as Applied
from discussions.policy import closing
from discussions.reading import read_policy

PARIS = ZoneInfo("Europe/Paris")
SAME_ORIGIN = {"HTTP_SEC_FETCH_SITE": "same-origin"}
WORDS = {"name": "Zoé", "email": "zoe@lecteurs.example", "text": "J’accuse réception.", "parent": ""}
NOTHING = {"replies": "", "moderation": "", "confirmation": "", "closes_after": "", "closes_at": ""}


def address(page):
    return reverse("replies:policy", args=[page.pk])


@pytest.fixture
def say_policy(as_moderator):
    """Return a function that fills in the screen of a page as a moderator does."""
    return lambda page, **words: as_moderator.post(address(page), NOTHING | words)


@pytest.fixture
def answer(article):
    reader = Client(enforce_csrf_checks=True, **SAME_ORIGIN)
    return lambda: reader.post(reverse("discussions:reply", args=[article.pk]), WORDS)


def at(*when):
    return datetime.datetime(*when, tzinfo=PARIS)


def publish_at(article, when):
    article.published_at = when
    article.save()


# The screen


def test_what_is_said_for_the_site_reaches_its_articles(say_policy, home_page, article, answer):
    response = say_policy(home_page, moderation="after", confirmation="off")
    assert "sont enregistrées" in said(response)
    assert read_policy(article).moderation == "after"
    answer()
    assert Reply.objects.get().state == "published"


def test_the_nearest_page_has_the_last_word(say_policy, home_page, article_index, article):
    say_policy(home_page, moderation="after", confirmation="off")
    say_policy(article_index, moderation="before")
    assert read_policy(article) == Applied(moderation="before", confirmation="off")
    say_policy(article, moderation="first")
    assert read_policy(article).moderation == "first"


def test_each_field_shows_what_it_gets_and_from_which_page(
    as_moderator, say_policy, home_page, article_index, article
):
    assert "par défaut\u00a0: ouvertes" in text_of_exact(as_moderator, article)
    say_policy(home_page, moderation="after", closes_after="30")
    say_policy(article_index, confirmation="off")
    screen = text_of_exact(as_moderator, article)
    assert "comme le site\u00a0: après publication" in screen
    assert "comme «\u202fArticles\u202f»\u00a0: non demandée" in screen
    assert "Vide, comme le site\u00a0: après 30 jours." in screen


def text_of_exact(client, page):
    content = client.get(address(page)).content.decode()
    return re.sub(r"[ \n]+", " ", re.sub(r"<[^>]*>", " ", content))


def test_the_screen_says_what_results(as_moderator, say_policy, article):
    publish_at(article, timezone.now())
    say_policy(article, closes_after="3")
    assert "ouverte\u202f; fermeture\u00a0:" in text_of_exact(as_moderator, article)
    say_policy(article, replies="closed")
    screen = text_of(as_moderator.get(address(article)))
    assert "La discussion est fermée" in screen
    assert "Réponses fermées" in screen


def test_a_page_that_says_nothing_any_more_keeps_no_row(say_policy, article):
    say_policy(article, replies="closed")
    say_policy(article)
    assert not DiscussionPolicy.objects.exists()


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("replies", "peut-être"),
        ("moderation", "never"),
        ("closes_after", "-1"),
        ("closes_after", "99999"),
        ("closes_after", "demain"),
        ("closes_at", "demain"),
        ("closes_at", "0001-01-01 00:00"),
        ("closes_at", "9999-12-31 23:59"),
    ],
)
def test_what_makes_no_sense_is_refused_at_its_field(say_policy, article, field, value):
    response = say_policy(article, **{field: value})
    assert response.status_code == 200
    assert list(response.context["form"].errors) == [field]
    assert not DiscussionPolicy.objects.exists()


def seen_by(client, page):
    """Return the version that the form of a page holds."""
    return re.search(r'name="version" value="(\w+)"', client.get(address(page)).content.decode())[1]


def test_of_two_who_say_something_at_once_the_later_is_asked_and_nothing_is_lost(
    as_moderator, say_policy, article
):
    seen = seen_by(as_moderator, article)
    assert say_policy(article, replies="closed", version=seen).status_code == 302
    late = say_policy(article, moderation="before", version=seen)
    assert "quelqu’un d’autre a modifié entre-temps ce que dit cette page" in text_of(late)
    assert "La discussion est fermée" in text_of(late)
    assert late.context["form"]["moderation"].value() == "before"
    policy = DiscussionPolicy.objects.get()
    assert (policy.replies, policy.moderation) == ("closed", "")
    again = say_policy(article, moderation="before", version=late.context["form"]["version"].value())
    assert again.status_code == 302
    policy.refresh_from_db()
    assert (policy.replies, policy.moderation) == ("", "before")


def test_who_only_sends_the_same_words_twice_is_not_asked(as_moderator, say_policy, article):
    seen = seen_by(as_moderator, article)
    for _ in range(2):
        words = {"replies": "closed", "closes_at": "2030-05-03 09:00"}
        assert say_policy(article, **words, version=seen).status_code == 302


def test_who_empties_what_somebody_else_has_changed_is_asked(as_moderator, say_policy, article):
    say_policy(article, moderation="before")
    seen = seen_by(as_moderator, article)
    say_policy(article, moderation="before", replies="closed")
    assert say_policy(article, version=seen).status_code == 200
    assert DiscussionPolicy.objects.get().replies == "closed"


def test_the_change_is_in_the_log_of_the_page(say_policy, moderator, article):
    say_policy(article, replies="closed")
    entry = PageLogEntry.objects.get(action="discussions.policy")
    assert (entry.user, entry.page_id, entry.data["said"]) == (moderator, article.pk, {"replies": "closed"})


def test_a_change_empties_every_page_below(
    say_policy, article_index, article, purged, django_capture_on_commit_callbacks
):
    draft = ArticlePage(title="Brouillon", slug="brouillon", body=[], live=False)
    article_index.add_child(instance=draft)
    with django_capture_on_commit_callbacks(execute=True):
        say_policy(article_index, replies="closed")
    assert {page.pk for page in purged} == {article_index.pk, article.pk}


def test_a_link_changes_nothing(as_moderator, article):
    assert as_moderator.get(address(article), NOTHING | {"replies": "closed"}).status_code == 200
    assert not DiscussionPolicy.objects.exists()


def test_whoever_may_not_moderate_is_refused(client, article, django_user_model):
    assert client.get(address(article))["Location"].startswith(reverse("wagtailadmin_login"))
    client.force_login(django_user_model.objects.create_user("ines", "ines@exemple.fr", "secret"))
    client.post(address(article), NOTHING | {"replies": "closed"})
    assert not DiscussionPolicy.objects.exists()


def test_only_pages_that_can_have_articles_have_the_screen(as_moderator, home_page, article):
    root = home_page.get_parent()
    assert as_moderator.get(address(root)).status_code == 404
    assert as_moderator.get(reverse("replies:policy", args=[article.pk + 999])).status_code == 404


def test_the_screen_is_reached_from_listings_and_editor(client, admin_user, discussion, article):
    client.force_login(admin_user)
    listing = reverse("wagtailadmin_explore", args=[article.get_parent().pk])
    editor = reverse("wagtailadmin_pages:edit", args=[article.pk])
    for url in (listing, editor, reverse("replies:discussions")):
        assert address(article) in client.get(url).content.decode(), url


# The clock


def test_a_discussion_closes_by_itself_and_says_so(say_policy, article, answer, read):
    publish_at(article, timezone.now() - datetime.timedelta(days=3, minutes=1))
    say_policy(article, closes_after="3")
    assert "La discussion est fermée" in read()
    assert "<textarea" not in read()
    response = answer()
    assert response.status_code == 409
    assert "J’accuse réception." in response.content.decode()


def test_zero_days_on_an_article_undoes_the_sites_word(say_policy, home_page, article, answer):
    publish_at(article, timezone.now() - datetime.timedelta(days=40))
    say_policy(home_page, closes_after="30")
    assert answer().status_code == 409
    say_policy(article, closes_after="0")
    assert answer().status_code == 303


def test_readers_learn_until_when_a_discussion_is_open(say_policy, article, read):
    near = timezone.localtime(timezone.now(), PARIS) + datetime.timedelta(days=3)
    say_policy(article, closes_at=near.strftime("%Y-%m-%d 09:00"))
    words = " ".join(text for text in re.sub(r"<[^>]*>", " ", read()).split(" ") if text)
    assert re.search(r"Discussion ouverte jusqu’au \d+(er)? \w+ 20\d\d à\s9\sh\s00", words)
    say_policy(article, closes_at="2199-05-03 09:00")
    assert "Discussion ouverte jusqu’au" not in read()


def test_a_cached_page_cannot_make_a_closed_discussion_take_a_reply(say_policy, article, answer, read):
    assert "<textarea" in read()
    say_policy(article, closes_at="2026-01-01 09:00")
    assert answer().status_code == 409
    assert not Reply.objects.exists()


def test_the_time_is_the_sites_whatever_zone_the_moderator_prefers(say_policy, moderator, article):
    from wagtail.users.models import UserProfile

    UserProfile.objects.update_or_create(user=moderator, defaults={"current_time_zone": "Asia/Tokyo"})
    response = say_policy(article, closes_at="2026-07-01 09:00")
    assert DiscussionPolicy.objects.get().closes_at == at(2026, 7, 1, 9)
    shown = response.client.get(address(article)).content.decode()
    assert 'value="2026-07-01 09:00"' in shown


def test_a_time_that_the_change_to_summer_skips_is_refused(say_policy, article):
    response = say_policy(article, closes_at="2027-03-28 02:30")
    assert "Cette heure n’existe pas ce jour-là" in response.content.decode()
    assert not DiscussionPolicy.objects.exists()


def test_of_a_time_that_exists_twice_the_first_is_meant(say_policy, article):
    say_policy(article, closes_at="2027-10-31 02:30")
    closes = DiscussionPolicy.objects.get().closes_at
    assert closes == datetime.datetime(2027, 10, 31, 0, 30, tzinfo=datetime.UTC)


@pytest.mark.parametrize(
    ("published", "closes"),
    [
        (at(2026, 3, 28, 12), at(2026, 3, 29, 12)),
        (at(2026, 10, 24, 12), at(2026, 10, 25, 12)),
        (at(2026, 3, 28, 2, 30), datetime.datetime(2026, 3, 29, 1, 30, tzinfo=datetime.UTC)),
        (at(2026, 10, 24, 2, 30), datetime.datetime(2026, 10, 25, 0, 30, tzinfo=datetime.UTC)),
    ],
)
def test_days_are_days_of_the_calendar_when_the_clocks_change(published, closes):
    found = closing(Applied(closes_after=1), published, PARIS)
    assert found.astimezone(datetime.UTC) == closes.astimezone(datetime.UTC)


def test_of_a_date_and_a_number_of_days_the_earlier_counts():
    policy = Applied(closes_after=10, closes_at=at(2026, 5, 3, 9))
    assert closing(policy, at(2026, 5, 1, 9), PARIS) == at(2026, 5, 3, 9)
    assert closing(policy, at(2026, 4, 1, 9), PARIS) == at(2026, 4, 11, 9)
