"""The addresses that the editor makes of titles, as French ones read: l-oeuvre-d-un-ete."""

from django.db.models import SlugField
from wagtail.admin.forms.models import register_form_field_override
from wagtail.admin.widgets import SlugInput

# Wagtail drops what has no accent to lose: it made « cœur » a « cur » and « l’été » a « lete ».
SPELT_OUT = [("[Œœ]", "oe"), ("[Ææ]", "ae"), ("['’]", "-")]


class FrenchSlugInput(SlugInput):
    def __init__(self, attrs=None):
        super().__init__(attrs, formatters=SPELT_OUT)


def use_french_slugs():
    """Give the slug of every page, rubric and author this input, in place of Wagtail's own."""
    register_form_field_override(SlugField, override={"widget": FrenchSlugInput})
