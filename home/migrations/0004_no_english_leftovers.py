"""Take back what Wagtail's first migrations say in English to editors: its root's name and its workflow.

The workflow « Moderators approval » hangs on every page and asks a group that this site doesn't use.
"""

from django.db import migrations


def clean_up(apps, schema_editor):
    Page = apps.get_model("wagtailcore", "Page")
    Collection = apps.get_model("wagtailcore", "Collection")
    Workflow = apps.get_model("wagtailcore", "Workflow")
    Task = apps.get_model("wagtailcore", "Task")

    Page.objects.filter(depth=1, title="Root").update(title="Racine", draft_title="Racine")
    Collection.objects.filter(depth=1, name="Root").update(name="Racine")
    Workflow.objects.filter(name="Moderators approval", workflow_states=None).delete()
    Task.objects.filter(name="Moderators approval", workflow_tasks=None, task_states=None).delete()


class Migration(migrations.Migration):
    dependencies = [
        ("home", "0003_editors_group"),
        ("wagtailcore", "0098_apitoken"),
    ]

    operations = [migrations.RunPython(clean_up, migrations.RunPython.noop)]
