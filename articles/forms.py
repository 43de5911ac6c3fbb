"""What the editor's form of an article checks beyond its fields."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.blocks import StreamBlockValidationError

from articles.blocks import IMPORTED_ONLY

FIRST_YEAR, LAST_YEAR = 1000, 2999


class ArticlePageForm(WagtailAdminPageForm):
    def clean_published_at(self):
        """Refuse a year that no time zone or database can be trusted with: 1 and 9999 overflow there."""
        moment = self.cleaned_data["published_at"]
        if moment and not FIRST_YEAR <= moment.year <= LAST_YEAR:
            raise ValidationError(
                _("Choose a year between %(first)s and %(last)s."),
                params={"first": FIRST_YEAR, "last": LAST_YEAR},
            )
        return moment

    def clean_body(self):
        """Refuse a block that only an import may make, unless this article has or had it."""
        body = self.cleaned_data["body"]
        refused = {
            position: ValidationError(
                _("Only an import makes a block of HTML. Use the other blocks instead.")
            )
            for position, block in enumerate(body)
            if block.block_type in IMPORTED_ONLY and not was_imported(self.instance, block.id)
        }
        if refused:
            raise StreamBlockValidationError(block_errors=refused)
        return body


def was_imported(article, block_id):
    """Tell whether the article, or a version of it that an editor may restore, holds such a block."""
    if block_id in imported_ids(article.body):
        return True
    if not (block_id and article.pk):
        return False
    versions = article.revisions.filter(content__body__icontains=block_id)
    return any(block_id in imported_ids(version.as_object().body) for version in versions.iterator())


def imported_ids(body):
    return {block.id for block in body if block.block_type in IMPORTED_ONLY and block.id}
