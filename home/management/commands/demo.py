"""Load the demo site and its logins; a second time changes nothing, whatever people have edited since."""

from django.conf import settings
from django.core.management.base import BaseCommand
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from accounts.backends import DEMO_PASSWORD
from home.demo.conversation import load_conversation
from home.demo.pages import is_loaded, load_french
from home.demo.people import LOGINS, load_people
from home.demo.translating import load_english


class Command(BaseCommand):
    help = __doc__

    def handle(self, *args, **options):
        with transaction.atomic():
            load_people()
            if not is_loaded():
                load_french()
                load_english()
                load_conversation()
        with translation.override(settings.LANGUAGE_CODE):
            self.print_addresses()

    def print_addresses(self):
        self.stdout.write(
            "\n".join(
                [
                    "",
                    _("The site:         {url}").format(url=f"{settings.BASE_URL}/"),
                    _("In English:       {url}").format(url=f"{settings.BASE_URL}/en/"),
                    _("Administration:   {url}").format(url=f"{settings.BASE_URL}/admin/"),
                    _("Logins:           {names}").format(names=", ".join(LOGINS)),
                    _("Password of each: {password}").format(password=DEMO_PASSWORD),
                    "",
                ]
            )
        )
