"""A discussion follows its page: hidden, moved, copied, shown elsewhere, and deleted after it."""

from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from moderating import decide, text_of
from reporting import NOTICE, WRITER, give_notice
from wagtail.models import Page

from articles.models import ArticleIndexPage
from config.management.commands import tick
from discussions import links, orphans
from discussions.models import Decision, Discussion, DiscussionPolicy, Participant, Reply

SAME_ORIGIN = {"HTTP_SEC_FETCH_SITE": "same-origin"}
WORDS = {"name": "Zoé", "email": "zoe@lecteurs.example", "text": "J’accuse réception.", "parent": ""}


@pytest.fixture
def spoken(receive):
    """A published reply by Claire, and an answer to it."""
    top = receive("Enfin quelqu’un qui le dit !", state="published")
    receive("Je suis d’accord.", state="published", parent=top)
    return top


def answer(page):
    return Client(**SAME_ORIGIN).post(reverse("discussions:reply", args=[page.pk]), WORDS)


def run_tick(capsys):
    call_command("tick")
    return capsys.readouterr().out


def age(days):
    Discussion.objects.update(orphaned_at=timezone.now() - timedelta(days=days, minutes=1))


def test_of_an_unpublished_page_nothing_answers_and_republished_all_is_back(client, article, spoken):
    permalink = reverse("discussions:permalink", args=[spoken.public_id])
    form = reverse("discussions:reply", args=[article.pk])
    article.unpublish()
    for url in (article.url, permalink, form, reverse("discussions:thread", args=[spoken.public_id])):
        assert client.get(url).status_code == 404, url
    assert answer(article).status_code == 404
    article.save_revision().publish()
    assert client.get(permalink).status_code == 302
    assert client.get(form).status_code == 200
    assert "Enfin quelqu’un" in client.get(article.url).content.decode()


def test_a_moved_article_is_under_the_policy_of_where_it_stands_now(
    home_page, article_index, article, spoken
):
    archives = home_page.add_child(instance=ArticleIndexPage(title="Archives", slug="archives"))
    DiscussionPolicy.objects.create(page=archives, replies="closed")
    article.move(archives, pos="last-child")
    assert answer(article).status_code == 409
    Page.objects.get(pk=article.pk).move(Page.objects.get(pk=article_index.pk), pos="last-child")
    assert answer(article).status_code == 303


def test_a_permalink_leads_to_where_the_page_has_gone(client, article, spoken):
    article.slug = "nouvelle-adresse"
    article.save_revision().publish()
    target = client.get(reverse("discussions:permalink", args=[spoken.public_id])).url
    assert "nouvelle-adresse" in target
    assert target.endswith(f"#{spoken.anchor}")


def test_a_copied_page_takes_no_replies_with_it(article, spoken, read):
    copy = article.copy(update_attrs={"slug": "copie", "title": "Copie"})
    assert "Enfin quelqu’un" not in read(copy)
    assert Discussion.objects.count() == 1


def test_an_answer_written_at_an_alias_lands_in_its_sources_discussion(article, spoken, read):
    alias = article.create_alias(update_slug="alias", parent=article.get_parent())
    assert "Enfin quelqu’un" in read(alias)
    assert answer(alias).status_code == 303
    assert Reply.objects.get(name="Zoé").discussion.page_id == article.pk


@pytest.mark.parametrize("bulk", [False, True])
def test_whoever_deletes_a_page_learns_how_many_replies_go_with_it(
    client, admin_user, article, spoken, receive, bulk
):
    client.force_login(admin_user)
    receive("J’attends")
    single = reverse("wagtailadmin_pages:delete", args=[article.pk])
    several = f"{reverse('wagtail_bulk_action', args=['wagtailcore', 'page', 'delete'])}?id={article.pk}"
    screen = text_of(client.get(several if bulk else single))
    assert "Cette suppression emporte 3 réponses." in screen
    assert "conservées 30 jours" in screen


def test_the_warning_counts_what_lies_beneath_a_list(client, admin_user, article, spoken):
    client.force_login(admin_user)
    delete = reverse("wagtailadmin_pages:delete", args=[article.get_parent().pk])
    assert "Cette suppression emporte 2 réponses." in text_of(client.get(delete))


def test_a_page_without_replies_is_deleted_without_a_warning(client, admin_user, article):
    client.force_login(admin_user)
    delete = reverse("wagtailadmin_pages:delete", args=[article.pk])
    assert "Cette suppression emporte" not in text_of(client.get(delete))


def test_the_discussion_of_a_deleted_page_is_kept_thirty_days_then_purged(article, spoken, capsys):
    article.delete()
    assert run_tick(capsys) == "discussions whose page is gone, marked: 1\n"
    age(29)
    assert run_tick(capsys) == ""
    assert Reply.objects.count() == 2
    age(30)
    assert run_tick(capsys) == "discussions purged: 1\n"
    for model in (Discussion, Reply, Decision, Participant):
        assert not model.objects.exists(), model


def test_who_gave_a_notice_of_what_is_deleted_with_its_page_is_told(article, spoken, mailoutbox, mails):
    report = give_notice(spoken)
    article.delete()
    left = mails(call_command, "tick")
    assert "L’article a été supprimé, et la réponse avec lui." in left[NOTICE["email"]].body
    report.refresh_from_db()
    spoken.refresh_from_db()
    assert (report.status, spoken.urgency) == ("moot", 0)
    page = text_of(Client().get(reverse("discussions:report_filed", args=[links.report_token(report)])))
    assert "L’article a été supprimé" in page


def test_a_decision_on_a_reply_whose_article_is_gone_is_told_in_whole_sentences(
    article, as_moderator, say, writer, mails
):
    reply = say(state="pending", name="Loïc", participant=writer)
    article.delete()
    left = mails(decide, as_moderator, reply, "reject", reason="off_topic")[WRITER]
    assert "article supprimé depuis" in left.subject
    assert "article supprimé depuis" in left.body
    assert "None" not in left.subject + left.body


def test_a_second_run_does_nothing(article, spoken, capsys):
    article.delete()
    run_tick(capsys)
    marked = Discussion.objects.get().orphaned_at
    assert run_tick(capsys) == ""
    assert Discussion.objects.get().orphaned_at == marked


def test_a_discussion_that_has_its_page_is_never_purged(article, spoken, capsys):
    age(31)
    assert run_tick(capsys) == ""
    assert Reply.objects.count() == 2


def test_who_speaks_elsewhere_or_is_under_a_sanction_is_kept(article, spoken, say, french):
    elsewhere = article.get_parent().add_child(instance=type(article)(title="Autre", slug="autre", body=[]))
    there = Discussion.objects.create(page=elsewhere, locale=french)
    say("Ici aussi", discussion=there, participant=spoken.participant)
    Participant.objects.exclude(pk=spoken.participant_id).update(standing="banned")
    article.delete()
    orphans.mark()
    age(31)
    assert orphans.purge() == 1
    assert set(Participant.objects.values_list("standing", flat=True)) == {"good", "banned"}
    assert Reply.objects.get().text == "Ici aussi"


def test_two_machines_purge_once(article, spoken):
    article.delete()
    orphans.mark()
    age(31)
    pk = Discussion.objects.get().pk
    assert orphans._purge(pk)
    assert not orphans._purge(pk)


def test_a_failing_step_does_not_keep_the_others_from_being_taken(
    article, spoken, monkeypatch, capsys, caplog
):
    def fail():
        raise OSError("plus de place")

    monkeypatch.setattr(tick, "STEPS", [("mails sent", fail), *tick.STEPS])
    article.delete()
    with pytest.raises(CommandError, match="mails sent"):
        call_command("tick")
    assert "plus de place" in caplog.text
    assert "marked: 1" in capsys.readouterr().out
