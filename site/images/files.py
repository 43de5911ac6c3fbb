"""What may enter the picture library, and what is taken out of it: originals lie open under /media/."""

from contextlib import contextmanager
from io import BytesIO

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageOps
from PIL.ExifTags import Base

from images.chunks import WITHOUT_METADATA

FORMATS = ["AVIF", "GIF", "JPEG", "PNG", "WEBP"]
MOST_FRAMES = 100
# Writing AVIF, WebP or an animation anew takes seconds and hundreds of MiB beyond this many pixels.
MOST_PIXELS_REWRITTEN = 6_000_000
# How a picture is written anew; a JPEG keeps its own quality unless it is turned.
WRITING = {
    "AVIF": {"quality": 90, "speed": 9},
    "GIF": {},
    "JPEG": {"quality": 92},
    "PNG": {"compress_level": 1},
    "WEBP": {"quality": 92},
}
PERSONAL = {"exif": b"", "xmp": b"", "comment": b""}
# Segments of a JPEG that its colours need; cameras put places, names and thumbnails into all others.
TECHNICAL = (("APP0", b"JFIF\0"), ("APP2", b"ICC_PROFILE\0"), ("APP14", b"Adobe"))


def drop_metadata(file):
    """Return the file as it is or, if it may say where and by whom it was made, one without that.

    Raise ValidationError, with a sentence for the editor, for what is no picture, damaged or too large.
    """
    with refusing(), Image.open(file, formats=FORMATS) as image:
        check_size(image, file)
        image.load()
        cleaned = None if is_clean(image) else clean(image, file)
    file.seek(0)
    return file if cleaned is None else SimpleUploadedFile(file.name, cleaned, image.get_format_mimetype())


@contextmanager
def refusing():
    """Turn whatever Pillow raises, which for hostile files is nearly anything, into a refusal."""
    try:
        yield
    except ValidationError:
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise too_large() from error
    except Image.UnidentifiedImageError as error:
        raise ValidationError(
            _("This file is no picture that can be shown; AVIF, GIF, JPEG, PNG and WebP can."),
            code="invalid_image",
        ) from error
    except Exception as error:
        message = _("This picture is damaged: it cannot be read to its end.")
        raise ValidationError(message, code="invalid_image") from error


def check_size(image, file):
    """Refuse by what the header says, before anything is unpacked."""
    if image.width * image.height > settings.WAGTAILIMAGES_MAX_IMAGE_PIXELS:
        raise too_large()
    if has_countless_frames(image, file) or frames(image) > MOST_FRAMES:
        raise ValidationError(
            _("This animation has more than %(most)s pictures; shorten it."),
            params={"most": MOST_FRAMES},
            code="too_many_frames",
        )


def has_countless_frames(image, file):
    """Estimate from the marks between frames of a GIF: Pillow takes seconds to count a million of them."""
    if image.format != "GIF":
        return False
    data = contents(file)
    # The same two bytes stand in the pictures themselves, once in 65,536.
    return data.count(b"\x00\x2c") > MOST_FRAMES + len(data) // 4096


def too_large():
    return ValidationError(
        _("This picture has more than %(most)s million pixels; make it smaller."),
        params={"most": settings.WAGTAILIMAGES_MAX_IMAGE_PIXELS // 1_000_000},
        code="file_too_many_pixels",
    )


def frames(image):
    # What some cameras put behind a JPEG's picture is no animation.
    return 1 if is_jpeg(image) else getattr(image, "n_frames", 1)


def is_jpeg(image):
    return image.format in ("JPEG", "MPO")


def is_clean(image):
    if is_jpeg(image):
        return image.format == "JPEG" and all(is_technical(*segment) for segment in image.applist)
    return not getattr(image, "text", None) and PERSONAL.keys().isdisjoint(image.info)


def is_technical(name, data):
    return any(name == known and data.startswith(mark) for known, mark in TECHNICAL)


def clean(image, file):
    """Return the bytes of the file without metadata, the picture turned as its metadata said."""
    turned = frames(image) == 1 and is_turned(image)
    if image.format in WITHOUT_METADATA and not turned:
        return WITHOUT_METADATA[image.format](contents(file))
    kind = "JPEG" if is_jpeg(image) else image.format
    if kind != "JPEG" and image.width * image.height * frames(image) > MOST_PIXELS_REWRITTEN:
        message = _("This picture carries hidden data and is too large to remove it here; export it without.")
        raise ValidationError(message, code="metadata")
    return rewritten(image, kind, turned=turned)


def contents(file):
    file.seek(0)
    return file.read()


def is_turned(image):
    try:
        return image.getexif().get(Base.Orientation, 1) != 1
    except Exception:
        # Broken EXIF data says nothing; the picture itself could be read.
        return False


def rewritten(image, kind, *, turned):
    options = WRITING[kind] | PERSONAL | {"icc_profile": image.info.get("icc_profile")}
    if frames(image) > 1:
        options["save_all"] = True
    elif turned:
        image = ImageOps.exif_transpose(image)
    elif image.format == "JPEG":
        options["quality"] = "keep"
    out = BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()
