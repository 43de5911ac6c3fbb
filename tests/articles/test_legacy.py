"""Imported HTML: harmless when shown, kept when it is there, refused when an editor adds it."""

import json

import pytest
from django.urls import reverse
from wagtail.test.utils.form_data import nested_form_data, streamfield

from articles.legacy import sanitise
from articles.models import ArticlePage

OLD_ID = "0f6f3f0e-6c1b-4b0a-9f8e-0a3c8f6c2f11"
NEW_ID = "1a6f3f0e-6c1b-4b0a-9f8e-0a3c8f6c2f22"


@pytest.mark.parametrize(
    "html",
    [
        "<script>alert(1)</script>",
        "<style>p{}</style>",
        '<iframe src="https://evil.example/"></iframe>',
        "<form><input></form>",
        "<object data=x></object>",
        "<svg onload=alert(1)></svg>",
    ],
)
def test_what_could_act_is_gone(html):
    assert sanitise(html) == ""


@pytest.mark.parametrize(
    ("html", "shown"),
    [
        ('<p onclick="x()" style="color:red" class="wp">Été</p>', "<p>Été</p>"),
        ('<a href="javascript:alert(1)">x</a>', '<a rel="noopener noreferrer">x</a>'),
        ('<img src="//evil.example/x.png" alt="x">', '<img alt="x">'),
        ('<img src="\\\\evil.example/x.png" alt="x">', '<img alt="x">'),
        ('<a href="/2011/12/23/x/">x</a>', '<a href="/2011/12/23/x/" rel="noopener noreferrer">x</a>'),
        ("<h1>Titre</h1>", "Titre"),
        ('<td colspan="2">x</td>', "x"),
        ('<p lang="en" dir="ltr">Hello</p>', '<p lang="en" dir="ltr">Hello</p>'),
    ],
)
def test_what_only_shows_is_kept(html, shown):
    assert sanitise(html) == shown


def test_table_keeps_its_shape():
    table = '<table><tbody><tr><th scope="col">Ville</th><td colspan="2">Évry</td></tr></tbody></table>'
    assert sanitise(table) == table


def test_sanitising_twice_is_sanitising_once():
    once = sanitise('<div><p>a<b>b</p><table><tr><td>c</table><a href="https://x.example/?a=1&b=2">d</a>')
    assert sanitise(once) == once


@pytest.fixture
def imported(article_index):
    block = {"type": "legacy_html", "value": "<table></table>", "id": OLD_ID}
    page = ArticlePage(title="Repris", slug="repris", body=json.dumps([block]))
    return article_index.add_child(instance=page)


def save(client, page, blocks):
    """Post the editor's form with these (id, html) blocks of imported HTML, as its script would."""
    body = streamfield([("legacy_html", html) for _, html in blocks])
    data = {
        "title": page.title,
        "slug": page.slug,
        "introduction": "",
        "published_at": "2026-05-01 09:00",
        "comment_notifications": "",
        "tags": "",
        "hero_caption": "",
        "body": body,
        **{
            f"{name}-{key}": "0"
            for name in ("article_categories", "article_authors", "comments")
            for key in ("TOTAL_FORMS", "INITIAL_FORMS", "MIN_NUM_FORMS", "MAX_NUM_FORMS")
        },
    }
    data = nested_form_data(data)
    for position, (block_id, _) in enumerate(blocks):
        data[f"body-{position}-id"] = block_id
    return client.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), data)


def test_editor_may_keep_move_and_delete_imported_html(editor_client, imported):
    assert save(editor_client, imported, [(OLD_ID, "<table></table>")]).status_code == 302
    assert save(editor_client, imported, []).status_code == 302


def test_editor_may_restore_a_version_with_imported_html(editor_client, imported):
    imported.save_revision()
    assert save(editor_client, imported, []).status_code == 302
    assert save(editor_client, imported, [(OLD_ID, "<table></table>")]).status_code == 302


@pytest.mark.parametrize("block_id", [NEW_ID, "", "-"])
def test_editor_may_not_add_imported_html(editor_client, imported, block_id):
    imported.save_revision()
    response = save(editor_client, imported, [(OLD_ID, "<table></table>"), (block_id, "<b>Neuf</b>")])
    assert response.status_code == 200
    [error] = response.context["form"].errors.as_data()["body"]
    assert error.block_errors[1].message == (
        "Seul un import crée un bloc de HTML. Utilisez plutôt les autres blocs."
    )
    assert b"Seul un import cr" in response.content


def test_new_article_may_not_start_with_imported_html(editor_client, article_index):
    form_class = ArticlePage.get_edit_handler().get_form_class()
    data = nested_form_data(
        {"title": "Neuf", "slug": "neuf", "body": streamfield([("legacy_html", "<b>Neuf</b>")])}
    )
    form = form_class(data, instance=ArticlePage(), parent_page=article_index)
    assert "body" in form.errors


def test_block_picker_hides_what_only_an_import_makes(editor_client, imported):
    response = editor_client.get(reverse("wagtailadmin_pages:edit", args=[imported.pk]))
    html = response.content.decode()
    assert "importedOnly" in html
    assert "js/admin/body_block" in html
