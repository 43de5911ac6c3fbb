"""Who may moderate: the group made by the migration, and nobody else."""

import pytest
from django.contrib.auth.models import Group, Permission
from django.urls import reverse

from discussions.models import Discussion, Reply


@pytest.fixture
def screens(receive, discussion):
    """Every address of the queue that answers GET."""
    reply = receive()
    return [
        reverse("replies:index"),
        reverse("replies:index_results"),
        reverse("replies:inspect", args=[reply.public_id]),
        reverse("replies:discussions"),
        reverse("replies:discussions_results"),
    ]


@pytest.fixture
def acts(discussion, screens):
    """Every address of the queue that changes something."""
    reply = Reply.objects.get()
    acts = [
        reverse("replies:decide", args=[reply.public_id, act])
        for act in ("publish", "reject", "spam", "remove")
    ]
    return [
        *acts,
        reverse("replies:close", args=[discussion.pk]),
        reverse("replies:reopen", args=[discussion.pk]),
    ]


def assert_nothing_changed():
    assert Reply.objects.get().state == "pending"
    assert Discussion.objects.get().status == "open"


@pytest.fixture
def editor(django_user_model, db):
    user = django_user_model.objects.create_user("ines", "ines@exemple.fr", "secret")
    user.groups.add(Group.objects.get(name="Editors"))
    return user


def test_migration_makes_the_group_with_its_two_permissions(db):
    permissions = Group.objects.get(name="Modération").permissions.values_list("codename", flat=True)
    assert set(permissions) == {"access_admin", "moderate_reply"}


def test_anonymous_visitor_is_sent_to_the_login(client, screens, acts):
    for url in screens:
        assert client.get(url)["Location"].startswith(reverse("wagtailadmin_login"))
    for url in acts:
        assert client.post(url, {"seen": "pending"})["Location"].startswith(reverse("wagtailadmin_login"))
    assert_nothing_changed()


def test_editor_without_the_permission_is_refused_everywhere(client, editor, screens, acts):
    client.force_login(editor)
    for url in screens:
        assert client.get(url)["Location"] == reverse("wagtailadmin_home")
    for url in acts:
        assert client.post(url, {"seen": "pending"})["Location"] == reverse("wagtailadmin_home")
    assert_nothing_changed()


def test_editor_without_the_permission_sees_neither_menu_item_nor_panel(client, editor, screens):
    client.force_login(editor)
    dashboard = client.get(reverse("wagtailadmin_home")).content.decode()
    assert reverse("replies:index") not in dashboard
    assert "data-waiting" not in dashboard


def test_refusal_tells_nothing_of_which_replies_exist(client, editor, receive):
    known = reverse("replies:inspect", args=[receive().public_id])
    client.force_login(editor)
    answers = [client.get(url) for url in (known, "/admin/replies/inconnu234/")]
    assert [answer.status_code for answer in answers] == [302, 302]


def test_account_without_access_to_the_admin_is_refused(client, django_user_model, screens, acts):
    user = django_user_model.objects.create_user("zoe", "zoe@exemple.fr", "secret")
    user.user_permissions.add(Permission.objects.get(codename="moderate_reply"))
    client.force_login(user)
    assert client.get(screens[0])["Location"].startswith(reverse("wagtailadmin_login"))
    client.post(acts[0], {"seen": "pending"})
    assert_nothing_changed()


def test_moderator_reaches_every_screen_of_the_queue(as_moderator, screens):
    for url in screens:
        assert as_moderator.get(url).status_code == 200


def test_moderator_may_not_edit_pages(as_moderator, article):
    edit = reverse("wagtailadmin_pages:edit", args=[article.pk])
    assert as_moderator.get(edit)["Location"] == reverse("wagtailadmin_home")
    response = as_moderator.post(edit, {"title": "Changé"})
    assert response["Location"] == reverse("wagtailadmin_home")
    article.refresh_from_db()
    assert article.title != "Changé"


def test_both_permissions_can_be_given_in_the_groups_screen(client, admin_user):
    client.force_login(admin_user)
    content = client.get(reverse("wagtailusers_groups:add")).content.decode()
    for codename in ("moderate_reply", "view_reply_email"):
        assert f'value="{Permission.objects.get(codename=codename).pk}"' in content
