"""The addresses that the editor makes of titles, as French ones read: l-oeuvre-d-un-ete."""

from django.db.models import SlugField
from wagtail.admin.forms.models import register_form_field_override
from wagtail.admin.widgets import SlugInput

# Wagtail drops what has no accent to lose: it made « cœur » a « cur » and « l’été » a « lete ».
SPELT_OUT = [("[Œœ]", "oe"), ("[Ææ]", "ae"), ("['’]", "-")]


class FrenchSlugInput(SlugInput):
    """Make addresses of titles without accents: copied, an accent is a string of percent signs.

    Addresses that have some, as imported ones and those of other scripts, stay as they are: Wagtail would
    clean them as soon as the field loses the focus, so that is left out.
    """

    def __init__(self, attrs=None):
        own = {
            "data-action": "w-sync:check->w-slug#compare w-sync:apply->w-slug#urlify:prevent",
            "data-w-slug-allow-unicode-value": False,
        }
        super().__init__(own | (attrs or {}), formatters=SPELT_OUT)


def use_french_slugs():
    """Give the slug of every page, rubric and author this input, in place of Wagtail's own."""
    register_form_field_override(SlugField, override={"widget": FrenchSlugInput})
