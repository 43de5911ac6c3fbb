"""Write BASE_URL into the default Wagtail Site, so that canonical and share addresses are true."""

from urllib.parse import urlsplit

from django.conf import settings
from django.core.management.base import BaseCommand
from wagtail.models import Site

PORTS = {"http": 80, "https": 443}


class Command(BaseCommand):
    help = __doc__

    def handle(self, *args, **options):
        address = urlsplit(settings.BASE_URL)
        place = {"hostname": address.hostname, "port": address.port or PORTS[address.scheme]}
        for site in Site.objects.filter(is_default_site=True).exclude(**place):
            site.hostname, site.port = place["hostname"], place["port"]
            site.save()
            self.stdout.write(f"Default site: {site.root_url}")
