"""The form behind each of the admin's uploads: one at a time, several, in a chooser."""

from django.db import transaction
from wagtail.images.forms import BaseImageForm

from images.fields import PictureFormField


class ImageForm(BaseImageForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        # Wagtail makes its own field whatever the base form declares; the edit form of several has none.
        if given := self.fields.get("file"):
            self.fields["file"] = PictureFormField(
                label=given.label, required=given.required, widget=given.widget
            )

    def save(self, **options):
        drawn = self.drawn_before()
        image = super().save(**options)
        if drawn:
            transaction.on_commit(lambda: [image.get_rendition(spec) for spec in drawn], robust=True)
        return image

    def drawn_before(self):
        """Return what pages need drawn anew once the file or the focal point changes: all there was."""
        if self.instance.pk and any(name == "file" or name.startswith("focal") for name in self.changed_data):
            return list(self.instance.renditions.values_list("filter_spec", flat=True).distinct())
        return []
