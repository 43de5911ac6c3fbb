"""A page with a password or a login: who has it reads on, nobody else sees a word."""

from lxml.html import fromstring

from discussions import moderation
from discussions.models import Reply

SAME_ORIGIN = {"Sec-Fetch-Site": "same-origin"}
WORDS = {"name": "Zoé", "email": "zoe@lecteurs.example", "text": "J’accuse réception.", "parent": ""}


def restrict(page, kind, **fields):
    return page.view_restrictions.create(restriction_type=kind, **fields)


def test_password_opens_the_page(client, article):
    restrict(article, "password", password="sésame")
    form = fromstring(client.get(article.url).content.decode()).forms[0]
    form.fields["password"] = "sésame"
    response = client.post(form.action, dict(form.fields))
    assert response.headers["Location"] == article.url
    assert article.introduction in client.get(article.url).content.decode()


def test_wrong_password_does_not(client, article):
    restrict(article, "password", password="sésame")
    form = fromstring(client.get(article.url).content.decode()).forms[0]
    form.fields["password"] = "ouvre-toi"
    response = client.post(form.action, dict(form.fields))
    assert response.status_code == 200
    assert article.introduction not in response.content.decode()
    assert "private" in response.headers["Cache-Control"]


def test_wrong_password_is_said_at_its_field(client, article):
    restrict(article, "password", password="sésame")
    form = fromstring(client.get(article.url).content.decode()).forms[0]
    page = fromstring(client.post(form.action, dict(form.fields) | {"password": "non"}).content.decode())
    assert "incorrect" in page.get_element_by_id("id_password_error").text
    assert page.get_element_by_id("id_password").get("aria-invalid") == "true"


def test_whoever_has_no_password_learns_nothing_of_the_page(client, article):
    article.hero_caption = "Une légende secrète"
    article.save()
    restrict(article, "password", password="sésame")
    html = client.get(article.url).content.decode()
    assert "Une page réservée aux lecteurs invités" in html
    for secret in (article.title, article.introduction, article.hero_caption, "og:", "J’accuse"):
        assert secret not in html


def test_both_doors_stand_in_the_theme_and_out_of_search_engines(client, article):
    restrict(article, "login")
    login = fromstring(client.get(article.url, follow=True).content.decode())
    article.view_restrictions.all().delete()
    restrict(article, "password", password="sésame")
    for page in (login, fromstring(client.get(article.url).content.decode())):
        assert len(page.findall(".//h1")) == 1
        assert page.find(".//main") is not None
        assert page.find(".//meta[@name='robots']").get("content") == "noindex"
        assert page.find(".//link[@rel='canonical']") is None


def test_login_opens_the_page(client, article, django_user_model):
    django_user_model.objects.create_user("lea", "lea@lecteurs.example", "un mot de passe")
    restrict(article, "login")
    form = fromstring(client.get(article.url, follow=True).content.decode()).forms[0]
    refused = client.post(form.action, dict(form.fields) | {"username": "lea", "password": "non"})
    assert "Saisissez un nom d’utilisateur" in refused.content.decode()
    entered = dict(form.fields) | {"username": "lea", "password": "un mot de passe"}
    assert client.post(form.action, entered).headers["Location"] == article.url
    assert article.introduction in client.get(article.url).content.decode()


def test_password_leads_to_no_other_site(client, article):
    restrict(article, "password", password="sésame")
    form = fromstring(client.get(article.url).content.decode()).forms[0]
    stolen = dict(form.fields) | {"password": "sésame", "return_url": "https://evil.example/"}
    assert "evil.example" not in client.post(form.action, stolen).headers["Location"]


def test_login_is_asked_for_where_it_can_be_given(client, article):
    restrict(article, "login")
    response = client.get(article.url, follow=True)
    assert response.status_code == 200
    assert 'type="password"' in response.content.decode()
    assert article.introduction not in response.content.decode()


def test_receipt_does_not_name_a_page_that_became_private(client, article):
    receipt = client.post(f"/-/discussions/{article.pk}/reply/", WORDS, headers=SAME_ORIGIN).url
    moderation.publish(Reply.objects.get())
    assert "Voir votre réponse sous l’article" in client.get(receipt).content.decode()
    restrict(article, "login")
    html = client.get(receipt).content.decode()
    assert "Votre réponse est publiée." in html
    assert article.url not in html
    assert article.title not in html
