"""The discussion as readers find it under an article."""

import lxml.html
import pytest
from django.test import Client

from discussions import moderation
from discussions.models import Discussion, Reply

NARROW = "\u202f"


def discussion_in(html):
    return lxml.html.fromstring(html).get_element_by_id("discussion")


def outline_of(html):
    """Return (number, source, role, depth of nesting) of each reply, in reading order."""
    return [
        (
            item.get("data-number"),
            item.get("data-source"),
            item.get("data-role"),
            len([*item.iterancestors("li")]),
        )
        for item in discussion_in(html).xpath(".//*[@data-reply]")
    ]


def heading_of(html):
    return discussion_in(html).xpath(".//h2")[0].text_content().strip()


def by_id(html, reply):
    return discussion_in(html).xpath(f".//*[@data-reply='{reply.public_id}']")[0]


def test_the_seeds_discussion_reads_as_it_did_on_its_page(seed, read):
    html = read()
    assert heading_of(html) == f"5 réponses à «{NARROW}Joyeux Noël aux Community Managers{NARROW}»"
    assert outline_of(html) == [
        (None, "wordpress:101", None, 0),
        (None, "wordpress:102", "author", 1),
        ("1", "wordpress:103", None, 0),
        ("2", "wordpress:104", None, 0),
        (None, "wordpress:105", "author", 1),
    ]


def test_the_missing_parent_is_said_to_be_unavailable(seed, read):
    item = by_id(read(), seed[101])
    assert item.get("data-kind") == "placeholder"
    assert item.xpath("./p")[0].text_content().strip() == "Réponse indisponible"
    assert by_id(read(), seed[102]).get("data-parent") == seed[101].public_id


def test_an_old_wordpress_anchor_still_lands_in_its_reply(seed, read):
    html = read()
    for comment, reply in seed.items():
        assert by_id(html, reply).xpath(f"./*[@id='comment-{comment}']")


def test_a_reply_carries_the_marks_of_the_contract(seed, read):
    item = by_id(read(), seed[103])
    assert item.tag == "li"
    assert item.getparent().tag == "ol"
    assert item.get("id") == f"reponse-{seed[103].public_id}"
    assert (item.get("value"), item.get("data-number"), item.get("data-kind")) == ("1", "1", "reply")
    (text,) = item.xpath(".//*[@data-text]")
    assert (text.get("lang"), text.get("dir"), text.text_content()) == ("fr", "auto", "Commentaire 103")
    (author,) = item.xpath(".//*[@data-author]")
    assert author.text_content().strip() == "Laurent B."
    assert author.xpath(".//a")[0].get("href") == "http://laurentb.example/"
    assert author.xpath(".//a")[0].get("rel") == "ugc nofollow"
    (time,) = item.xpath(".//time")
    assert time.get("datetime") == "2011-12-25T10:03:00+01:00"
    assert time.text_content() == "25 décembre 2011 à 10\u00a0h\u00a003"


def test_an_answer_to_an_answer_names_and_links_the_reply_it_answers(say, read):
    top = say(name="Zoé")
    middle = say(name="Émile", parent=top)
    last = say(name="Awa", parent=middle)
    html = read()
    (link,) = by_id(html, last).xpath(".//*[contains(@class, 'reply__addressee')]")
    assert link.get("href") == f"#reponse-{middle.public_id}"
    assert "en réponse à Émile" in " ".join(link.text_content().split())
    assert not by_id(html, middle).xpath("./div/*[contains(@class, 'reply__addressee')]")


@pytest.mark.parametrize("state", ["pending", "spam"])
def test_a_reply_that_waits_is_hidden_from_every_reader(say, read, state):
    say("Rien à voir", state=state, name="Personne")
    html = read()
    assert "Rien à voir" not in html
    assert "Personne" not in html
    assert heading_of(html).startswith("0 réponse à")


def test_a_removed_reply_leaves_a_tombstone_without_a_word_of_it(say, read):
    top = say("Un mot de trop", name="Zoé", website="http://zoe.example/")
    answer = say("Tout de même", parent=top)
    moderation.remove(top)
    html = read()
    item = by_id(html, top)
    assert item.get("data-tombstone") is not None
    assert item.get("data-number") == "1"
    assert item.xpath("./p")[0].text_content() == "Réponse retirée"
    assert "Un mot de trop" not in html
    assert "zoe.example" not in html
    assert heading_of(html).startswith("2 réponses")
    moderation.remove(answer)
    assert heading_of(read()).startswith("0 réponse")


@pytest.mark.parametrize(("count", "heading"), [(0, "0 réponse à"), (1, "1 réponse à"), (2, "2 réponses à")])
def test_french_counts_zero_and_one_in_the_singular(say, read, count, heading):
    for _ in range(count):
        say()
    assert heading_of(read()).startswith(heading)


def test_nobody_has_answered_yet_is_said_and_nothing_is_written(article, read):
    assert "Aucune réponse pour l’instant." in read()
    assert not Discussion.objects.exists()


def test_a_title_is_text_and_not_html(article, read):
    article.title = "<b>L’été</b> & « l’hiver »"
    article.save()
    assert "&lt;b&gt;L’été&lt;/b&gt; &amp; « l’hiver »" in read()


def test_the_page_of_a_stranger_is_the_same_for_everybody_and_holds_no_token(seed, article):
    answers = [Client().get(article.url) for _ in range(2)]
    cookies = Client()
    cookies.cookies["other"] = "1"
    answers.append(
        cookies.get(article.url, headers={"Accept-Language": "en", "Referer": "http://a.example/"})
    )
    assert len({answer.content for answer in answers}) == 1
    for answer in answers:
        assert not answer.cookies
        assert b"csrfmiddlewaretoken" not in answer.content
        assert "Cookie" not in answer.get("Vary", "")
        assert "s-maxage" in answer["Cache-Control"]


def test_a_discussion_costs_three_queries_however_long_it_is(say, article, django_assert_num_queries, rf):
    top = say()
    for _ in range(5):
        say(parent=top)
    assert cost(article, django_assert_num_queries, 3)
    for _ in range(20):
        say(parent=top)
        say()
    assert cost(article, django_assert_num_queries, 3)


def cost(article, assert_num_queries, number):
    from discussions.reading import find_discussions, read, read_policy, read_versions

    with assert_num_queries(number):
        discussions = find_discussions(article)
        excerpt = read(discussions[article.pk])
        read_versions(article, discussions, None)
        read_policy(article)
    return excerpt.count


def test_a_reply_rendered_by_an_older_version_is_rendered_on_the_spot(say, read):
    reply = say("Un *mot*")
    Reply.objects.update(html="<p>vieux</p>", render_version=0)
    html = read()
    assert "<em>mot</em>" in html
    assert "vieux" not in html
    assert Reply.objects.get(pk=reply.pk).html == "<p>vieux</p>"


def test_a_page_that_is_not_saved_has_no_discussion(article, rf):
    from discussions.templatetags.discussions import show_discussion

    unsaved = type(article)(title="Pas encore", slug="pas-encore")
    assert show_discussion({"request": rf.get("/")}, unsaved) == {"page": None}


def test_the_editors_preview_shows_the_discussion_and_no_form(seed, article, admin_user):
    request = article.make_preview_request  # The page as Wagtail's preview panel asks for it.
    html = request(preview_mode=article.default_preview_mode).rendered_content
    assert "5 réponses" in html
    assert "<textarea" not in html


def test_a_hidden_discussion_is_not_shown(seed, read):
    Discussion.objects.update(status="hidden")
    assert 'id="discussion"' not in read()


def test_an_alias_shows_the_discussion_of_its_source(seed, article, read):
    alias = article.create_alias(update_slug="alias", parent=article.get_parent())
    assert heading_of(read(alias)).startswith("5 réponses")


@pytest.fixture
def translated(article, english):
    page = article.copy_for_translation(english, copy_parents=True)
    page.title = "Summer in Évry"
    page.save_revision().publish()
    return page


def test_each_language_has_its_own_discussion_and_links_the_others(say, translated, article, english, read):
    say()
    there = Discussion.objects.create(page=translated, locale=english)
    say("So true", discussion=there, language="en")
    say("Indeed", discussion=there, language="en", state="pending")
    html = read()
    assert "So true" not in html
    (link,) = discussion_in(html).xpath(".//*[contains(@class, 'discussion__versions')]//a")
    assert " ".join(link.text_content().split()) == "English : 1 réponse"
    assert link.get("href") == f"{translated.url}#discussion"


def test_an_english_page_speaks_english(say, translated, english, read):
    there = Discussion.objects.create(page=translated, locale=english)
    assert heading_of(read(translated)) == "0 replies to “Summer in Évry”"
    say("So true", discussion=there, language="en")
    html = read(translated)
    assert heading_of(html) == "1 reply to “Summer in Évry”"
    assert f'action="/en/-/discussions/{translated.pk}/reply/"' in html


def test_a_private_translation_is_not_mentioned(say, translated, english, read):
    say("So true", discussion=Discussion.objects.create(page=translated, locale=english))
    translated.view_restrictions.create(restriction_type="login")
    assert "discussion__versions" not in read()


def test_a_translation_that_no_front_page_leads_to_is_not_mentioned(
    say, translated, home_page, english, read
):
    say("So true", discussion=Discussion.objects.create(page=translated, locale=english))
    assert "discussion__versions" in read()
    home_page.get_translation(english).unpublish()
    assert "discussion__versions" not in read()


def test_a_website_that_is_none_is_no_link(say, read):
    say(website="javascript:alert(1)", name="Zoé")
    assert "javascript:" not in read()


def test_a_very_deep_thread_is_shown(say, read):
    last = say()
    for _ in range(60):
        last = say(parent=last)
    assert heading_of(read()).startswith("61 réponses")
