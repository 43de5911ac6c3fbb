"""Two doors to the picture library: the form, which explains a refusal, and the storage behind all others."""

from django.forms import FileField
from wagtail.images import fields as forms
from wagtail.images import models

from images.files import drop_metadata


class PictureFile(models.WagtailImageFieldFile):
    def save(self, name, content, **options):
        super().save(name, drop_metadata(content), **options)


class PictureField(models.WagtailImageField):
    """An image file that is stored without metadata, whoever stores it."""

    attr_class = PictureFile


class PictureFormField(forms.WagtailImageField):
    """Refuses before Wagtail unpacks the file, which it does whatever its size, and says why."""

    def to_python(self, data):
        file = FileField.to_python(self, data)
        if file is None:
            return None
        self.check_image_file_size(file)
        return super().to_python(drop_metadata(file))
