"""Who may log in to the demo, with a password that is refused wherever DEBUG is off."""

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission

from accounts.backends import DEMO_PASSWORD

# User name: first name, last name, group. The preferred language stays empty: the admin's, French.
LOGINS = {
    "admin": ("Agathe", "Royer", None),
    "redaction": ("Camille", "Aubert", "Rédaction"),
    "moderation": ("Moussa", "Keller", "Modération"),
}


def load_people():
    """Create the demo's logins, unless one of them is there: then they were loaded, or are a person's."""
    users = get_user_model().objects
    if users.filter(username__in=LOGINS).exists():
        return
    for username, (first_name, last_name, group) in LOGINS.items():
        user = users.create_user(
            username,
            email=f"{username}@causerie.example",
            password=DEMO_PASSWORD,
            first_name=first_name,
            last_name=last_name,
            is_superuser=group is None,
            is_staff=group is None,
        )
        if group:
            user.groups.add(ensure_group(group))


def ensure_group(name):
    """Return the group; the migrations make both, a person may have renamed or deleted them."""
    group, created = Group.objects.get_or_create(name=name)
    if created:
        group.permissions.add(Permission.objects.get(codename="access_admin"))
    return group
