"""What becomes of a reply: what detectors find, how much arrives, what the policy says."""

import pytest
from django.core import signing
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from moderating import text_of

from articles.models import ArticleAuthor, ArticlePage, Author
from discussions import detectors, examining, gate, limits, posting, reports
from discussions.models import DiscussionPolicy, Participant, Reply
from discussions.policy import Policy
from discussions.posting import answer
from discussions.views.own import find_own
from discussions.writers import recognise

WORDS = {"name": "Zoé", "email": "zoe@lecteurs.example", "text": "J’accuse réception."}
SAME_ORIGIN = {"HTTP_SEC_FETCH_SITE": "same-origin"}


@pytest.fixture
def policy(article):
    return DiscussionPolicy.objects.create(page=article, confirmation="off", moderation="after")


@pytest.fixture
def post(policy, article, client):
    url = reverse("discussions:reply", args=[article.pk])
    return lambda REMOTE_ADDR="127.0.0.1", **changed: client.post(  # noqa: N803
        url, WORDS | changed, REMOTE_ADDR=REMOTE_ADDR, **SAME_ORIGIN
    )


def reply_of(response):
    """Return the reply whose receipt an answer leads to; its address is signed anew each second."""
    return find_own(response.url.split("/receipt/")[1].split("/")[0])


def verdict(*, role="", trust="new", standing="good", score=0.0, **said):
    findings = [{"detector": "links", "score": score}] if score else []
    return gate.judge(Policy(**said), role=role, trust=trust, standing=standing, findings=findings)


@pytest.mark.parametrize(
    ("case", "state", "reason"),
    [
        ({"moderation": "after"}, "published", ""),
        ({"moderation": "before"}, "pending", "policy_before"),
        ({"moderation": "before", "trust": "known"}, "pending", "policy_before"),
        ({"moderation": "before", "trust": "trusted"}, "published", ""),
        ({"moderation": "first"}, "pending", "policy_first"),
        ({"moderation": "first", "trust": "known"}, "published", ""),
        ({"moderation": "after", "standing": "watched"}, "pending", "standing"),
        ({"moderation": "after", "standing": "banned", "trust": "trusted"}, "pending", "standing"),
        ({"moderation": "after", "score": 1.0}, "pending", "detectors"),
        ({"moderation": "after", "score": 0.5}, "published", ""),
        ({"moderation": "after", "score": 3.0}, "spam", "detectors"),
        ({"moderation": "before", "role": "author", "score": 3.0}, "published", ""),
    ],
)
def test_the_gate_decides_by_policy_person_and_findings(case, state, reason):
    assert verdict(**case) == gate.Verdict(state, reason)


def test_a_plain_text_is_objected_to_by_nobody(post):
    assert post().status_code == 303
    assert (Reply.objects.get().state, Reply.objects.get().decisions.get().findings) == ("published", [])


def test_a_field_that_only_programs_fill_in_makes_spam_that_is_kept(post):
    post(subject="x")
    assert Reply.objects.get().state == "spam"


def test_whoever_is_filed_as_spam_reads_that_no_person_decided_and_how_to_object(post, client):
    receipt = post(subject="x").url
    said = text_of(client.get(receipt))
    for part in ("ne paraît pas", "un filtre automatique qui a pris la décision", "contestez la décision"):
        assert part in said
    assert "demande à un modérateur" not in said
    assert not Reply.objects.waiting().exists()
    reports.appeal(Reply.objects.get(), "Je ne suis pas un robot.")
    said = text_of(client.get(receipt))
    assert "Elle est devant les modérateurs." in said
    assert "contestez la décision" not in said
    assert Reply.objects.waiting().exists()


@pytest.mark.parametrize(
    ("links", "state"), [(1, "published"), (2, "published"), (3, "pending"), (30, "pending")]
)
def test_many_links_are_read_by_a_moderator_first(post, links, state):
    post(text="Voyez " + " ".join(f"https://exemple.example/{n}" for n in range(links)))
    assert Reply.objects.get().state == state


def test_haste_alone_holds_nothing_back_but_counts(post):
    post(elapsed="800")
    reply = Reply.objects.get()
    assert reply.state == "published"
    assert reply.decisions.get().findings == [{"detector": "haste", "score": 0.5, "value": 0.8}]
    post(elapsed="800", text="https://a.example/ https://b.example/")
    assert Reply.objects.latest("pk").state == "pending"


@pytest.mark.parametrize("elapsed", ["", "-1", "1e9", "x", "9" * 40, "60000"])
def test_what_the_browser_says_of_the_time_is_believed_within_reason(post, elapsed):
    assert post(elapsed=elapsed).status_code == 303
    assert Reply.objects.get().decisions.get().findings == []


def test_the_time_of_an_uncached_form_is_signed(post):
    post(started=signing.dumps(4e9, salt="discussions.started"))
    post(started="4e9", text="Autre")
    assert [reply.decisions.get().findings for reply in Reply.objects.order_by("pk")] == [
        [{"detector": "haste", "score": 0.5, "value": 0.0}],
        [],
    ]


def test_a_guest_who_carries_the_authors_name_is_read_first(post, article):
    author = Author.objects.create(name="Loïc T.", slug="loic", locale=article.locale)
    ArticleAuthor.objects.create(page=article, author=author, locale=article.locale)
    post(name="LOÏC  T.")
    assert Reply.objects.get().state == "pending"


def test_a_guest_who_carries_the_name_of_somebody_with_a_badge_is_read_first(post, article, moderator):
    moderator.last_name = "Dœuf"
    moderator.save()
    assert post(name="Camille Dœuf").status_code == 303
    answer(article, recognise(moderator, article), text="La rédaction vous répond.")
    post(name="Camille DŒUF", text="La rédaction vous ment.")
    post(name="Camille", text="Je m’appelle ainsi.")
    states = Reply.objects.filter(role="").order_by("pk").values_list("state", flat=True)
    assert [*states] == ["published", "pending", "published"]
    held = Reply.objects.get(state="pending").decisions.get()
    assert [row["detector"] for row in held.findings] == ["name"]


def test_the_name_of_a_badge_under_another_article_is_anybodys(post, article, moderator, article_index):
    other = article_index.add_child(instance=ArticlePage(title="L’hiver", slug="hiver", body=[]))
    answer(other, recognise(moderator, other), text="La rédaction vous répond.")
    post(name=str(moderator))
    assert Reply.objects.get(role="").state == "published"


def test_the_names_of_badges_are_one_question_and_a_range_of_an_index(say, article):
    say("La rédaction vous répond.", name="Camille Dœuf", role="staff")
    with CaptureQueriesContext(connection) as asked:
        assert examining.protected_names(article) == {"Camille Dœuf"}
    assert len(asked) == 1
    if connection.vendor == "sqlite":
        plan = Reply.objects.filter(discussion__page=article).exclude(role="").values_list("name").explain()
        assert "COVERING INDEX reply_badges" in plan


def test_the_first_publication_of_a_proven_person_makes_them_known(receive):
    from discussions import moderation

    reply = receive()
    Participant.objects.update(verified_at=reply.created_at)
    reply.participant.refresh_from_db()
    moderation.publish(reply)
    assert Participant.objects.get().trust == "known"


def test_an_address_anybody_could_type_makes_nobody_known(receive):
    from discussions import moderation

    moderation.publish(receive())
    assert Participant.objects.get().trust == "new"


def test_one_person_can_only_write_so_much_and_the_text_is_kept(post, monkeypatch):
    monkeypatch.setattr(limits, "PERSON", limits.Limit("person", 600, 3))
    for number in range(3):
        assert post(text=f"Message {number}").status_code == 303
    response = post(text="Celui de trop")
    assert response.status_code == 429
    assert 0 < int(response["Retry-After"]) <= 601
    assert "Celui de trop</textarea>" in response.content.decode()
    assert "Votre texte est toujours là" in response.content.decode()
    assert post(text="Un autre", email="awa@lecteurs.example").status_code == 303


def test_a_repeated_request_is_answered_although_the_limit_is_reached(post, monkeypatch):
    monkeypatch.setattr(limits, "PERSON", limits.Limit("person", 600, 1))
    first = post()
    assert reply_of(post()) == reply_of(first)
    assert post(text="Autre chose").status_code == 429


def test_where_nobody_has_answered_yet_too_much_is_too_much_as_well(post, monkeypatch):
    monkeypatch.setattr(limits, "NETWORK", limits.Limit("network", 600, 1))
    limits.count({limits.NETWORK: "198.51.100.0/24"})
    response = post(text="Le premier d’ici", REMOTE_ADDR="198.51.100.7")
    assert response.status_code == 429
    assert response["Retry-After"]
    assert "Le premier d’ici</textarea>" in response.content.decode()


def test_whoever_sends_too_much_is_refused_before_the_text_is_looked_at(post, monkeypatch):
    monkeypatch.setattr(limits, "PERSON", limits.Limit("person", 600, 1))
    limits.count({limits.PERSON: WORDS["email"]})
    for name in ("render", "digest", "examine_text"):
        monkeypatch.setattr(posting, name, None)
    assert post().status_code == 429


def test_one_network_can_only_write_so_much(post, monkeypatch):
    monkeypatch.setattr(limits, "NETWORK", limits.Limit("network", 600, 2))
    codes = [
        post(text=f"Message {n}", email=f"zoe{n}@lecteurs.example", REMOTE_ADDR=f"198.51.100.{n}").status_code
        for n in range(3)
    ]
    assert codes == [303, 303, 429]
    assert post(text="D’ailleurs", email="awa@lecteurs.example", REMOTE_ADDR="203.0.113.9").status_code == 303


def test_others_flood_turns_nobody_away_but_is_read_first(post, monkeypatch):
    monkeypatch.setattr(detectors, "FLOOD_ARTICLE", 2)
    for n in range(3):
        assert post(email=f"zoe{n}@lecteurs.example", text=f"Message {n}").status_code == 303
    assert [*Reply.objects.order_by("pk").values_list("state", flat=True)] == [
        "published",
        "published",
        "pending",
    ]


def test_the_cache_holds_no_address_in_clear(post):
    post(REMOTE_ADDR="198.51.100.7")
    kept = repr(cache._cache)
    assert "limit:" in kept
    assert "zoe@" not in kept
    assert "198.51" not in kept


def test_a_key_makes_a_retry_the_same_reply_even_days_later(post):
    first = post(key="3b241101-e2bb-4255-8caf-4136c566a962")
    Reply.objects.update(created_at="2026-01-01T00:00Z")
    assert Reply.objects.count() == 1
    assert reply_of(post(key="3b241101-e2bb-4255-8caf-4136c566a962")) == reply_of(first)
    assert Reply.objects.count() == 1


def test_another_text_under_the_same_key_is_another_reply(post):
    post(key="3b241101-e2bb-4255-8caf-4136c566a962")
    assert post(key="3b241101-e2bb-4255-8caf-4136c566a962", text="Corrigé.").status_code == 303
    assert Reply.objects.count() == 2


@pytest.mark.parametrize("key", ["x", "é" * 20, "x" * 41, "a b c d e f g h", "\x00" * 10])
def test_a_key_that_is_none_is_left_out(post, key):
    assert post(key=key).status_code == 303
    assert Reply.objects.get().key == ""


def test_a_retry_is_answered_with_the_receipt_although_the_discussion_closed_meanwhile(post, policy):
    first = post(key="3b241101-e2bb-4255-8caf-4136c566a962")
    policy.replies = "closed"
    policy.save()
    assert reply_of(post(key="3b241101-e2bb-4255-8caf-4136c566a962")) == reply_of(first)
    assert post(text="Nouveau").status_code == 409


@pytest.mark.parametrize(
    ("moderation", "why"),
    [
        ("before", "Ici, chaque réponse est lue avant de paraître"),
        ("first", "Ici, la première réponse de chaque personne est lue avant de paraître"),
    ],
)
def test_moderators_read_that_the_policy_alone_held_a_reply(policy, as_moderator, moderation, why):
    policy.moderation = moderation
    policy.save()
    url = reverse("discussions:reply", args=[policy.page_id])
    Client().post(url, WORDS | {"elapsed": "90000"}, **SAME_ORIGIN)
    reply = Reply.objects.get()
    screen = text_of(as_moderator.get(reverse("replies:inspect", args=[reply.public_id])))
    assert f"le contrôle automatique en attente ({why}" in screen


def test_moderators_read_why_a_reply_was_held(policy, as_moderator):
    text = "https://a.example/ https://b.example/ https://c.example/"
    url = reverse("discussions:reply", args=[policy.page_id])
    Client().post(url, WORDS | {"text": text, "elapsed": "900"}, **SAME_ORIGIN)
    reply = Reply.objects.get()
    html = as_moderator.get(reverse("replies:inspect", args=[reply.public_id])).content.decode()
    assert "3 liens" in html
    assert "Écrite et envoyée en 0.9" in html
