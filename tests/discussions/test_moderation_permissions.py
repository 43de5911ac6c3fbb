"""What the group « Modération » may do and sees besides its own addresses, which test_access asks."""

import pytest
from django.contrib.auth.models import Group, Permission
from django.urls import reverse


@pytest.fixture
def editor(django_user_model, db):
    user = django_user_model.objects.create_user("ines", "ines@exemple.fr", "secret")
    user.groups.add(Group.objects.get(name="Editors"))
    return user


def test_migration_makes_the_group_with_its_two_permissions(db):
    permissions = Group.objects.get(name="Modération").permissions.values_list("codename", flat=True)
    assert set(permissions) == {"access_admin", "moderate_reply"}


def test_editor_without_the_permission_sees_neither_menu_item_nor_panel(client, editor):
    client.force_login(editor)
    dashboard = client.get(reverse("wagtailadmin_home")).content.decode()
    assert reverse("replies:index") not in dashboard
    assert "data-waiting" not in dashboard


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
