"""Make the group « Rédaction »: who writes, publishes and translates, and administers nothing else."""

from django.db import migrations

NAME = "Rédaction"
PAGE_PERMISSIONS = ["add_page", "change_page", "publish_page"]
# The images' permissions hang on Wagtail's own model, whatever WAGTAILIMAGES_IMAGE_MODEL says.
COLLECTION_MODELS = [("wagtailimages", "image"), ("wagtaildocs", "document")]
SNIPPETS = [("articles", "category"), ("articles", "author")]


def get_permission(apps, app_label, model, codename, name):
    """Return the permission; Django makes most of them only after the migrations, so make what is missing."""
    content_type, _ = apps.get_model("contenttypes", "ContentType").objects.get_or_create(
        app_label=app_label, model=model
    )
    return apps.get_model("auth", "Permission").objects.get_or_create(
        content_type=content_type, codename=codename, defaults={"name": name}
    )[0]


def create_group(apps, schema_editor):
    group, _ = apps.get_model("auth", "Group").objects.get_or_create(name=NAME)
    group.permissions.add(
        get_permission(apps, "wagtailadmin", "admin", "access_admin", "Can access Wagtail admin"),
        get_permission(
            apps, "wagtail_localize", "translation", "submit_translation", "Can submit translations"
        ),
        *(
            get_permission(apps, app, model, f"{action}_{model}", f"Can {action} {model}")
            for app, model in SNIPPETS
            for action in ("add", "change")
        ),
    )
    let_edit_pages(apps, group)
    let_edit_collections(apps, group)


def let_edit_pages(apps, group):
    GroupPagePermission = apps.get_model("wagtailcore", "GroupPagePermission")
    root = apps.get_model("wagtailcore", "Page").objects.get(depth=1)
    for codename in PAGE_PERMISSIONS:
        permission = get_permission(apps, "wagtailcore", "page", codename, codename)
        GroupPagePermission.objects.get_or_create(group=group, page=root, permission=permission)


def let_edit_collections(apps, group):
    GroupCollectionPermission = apps.get_model("wagtailcore", "GroupCollectionPermission")
    root = apps.get_model("wagtailcore", "Collection").objects.get(depth=1)
    for app, model in COLLECTION_MODELS:
        for action in ("add", "change", "choose"):
            permission = get_permission(apps, app, model, f"{action}_{model}", f"Can {action} {model}")
            GroupCollectionPermission.objects.get_or_create(
                group=group, collection=root, permission=permission
            )


class Migration(migrations.Migration):
    dependencies = [
        ("home", "0002_home_page"),
        ("articles", "0002_initial"),
        ("images", "0001_initial"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("wagtailadmin", "0006_formstate"),
        ("wagtailcore", "0098_apitoken"),
        ("wagtaildocs", "0014_alter_document_file_size"),
        ("wagtailimages", "0027_image_description"),
        ("wagtail_localize", "0006_create_submit_translation_permission"),
    ]

    operations = [migrations.RunPython(create_group, migrations.RunPython.noop)]
