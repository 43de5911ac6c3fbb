"""Uploads of pictures: nothing hidden is kept, nothing hostile gets in, every refusal is a sentence."""

import io
import resource
import time

import pytest
from badinput import FOLDER, needs_bad_input
from django.core.files.images import ImageFile
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageCms
from PIL.ExifTags import GPS, IFD, Base
from wagtail.images import get_image_model

ADD, ADD_SEVERAL, CHOOSE = (
    "/admin/images/add/",
    "/admin/images/multiple/add/",
    "/admin/images/chooser/create/",
)
DOORS = [
    pytest.param(ADD, {"title": "Place", "file": None}, id="one"),
    pytest.param(ADD_SEVERAL, {"title": "Place", "files[]": None}, id="several"),
    pytest.param(
        CHOOSE, {"image-chooser-upload-title": "Place", "image-chooser-upload-file": None}, id="chooser"
    ),
]
KINDS = ["JPEG", "PNG", "WEBP", "AVIF"]


@pytest.fixture
def admin(admin_client):
    return admin_client


@pytest.fixture
def upload(admin):
    """Return a function that sends a file through a door of the admin and returns the answer."""

    def send(file, door=ADD, fields=DOORS[0].values[1]):
        filled = {key: file if value is None else value for key, value in fields.items()}
        headers = {"x-requested-with": "XMLHttpRequest"}
        return admin.post(door, filled, headers=headers)

    return send


def exif(orientation=1):
    found = Image.Exif()
    found[Base.Make] = "Appareil de Zoé"
    found[Base.Orientation] = orientation
    found.get_ifd(IFD.GPSInfo)[GPS.GPSLatitude] = (48.0, 37.0, 45.0)
    return found


def photo(kind="JPEG", size=(60, 40), **options):
    """Return an uploaded file of a picture whose left half is red."""
    image = Image.new("RGB", size, "white")
    image.paste("#c00", (0, 0, size[0] // 2, size[1]))
    out = io.BytesIO()
    image.save(out, kind, **options)
    return SimpleUploadedFile(f"place.{kind.lower()}", out.getvalue())


def stored():
    with get_image_model().objects.get().file.open() as file:
        return file.read()


@pytest.mark.parametrize(("door", "fields"), DOORS)
@pytest.mark.django_db
def test_place_and_camera_are_dropped_at_every_door(upload, door, fields):
    assert upload(photo(exif=exif()), door, fields).status_code in (200, 302)
    assert b"Exif" not in stored()
    assert "Zoé".encode() not in stored()


@pytest.mark.parametrize("kind", KINDS)
def test_no_format_keeps_its_metadata(upload, kind):
    upload(photo(kind, exif=exif(), xmp=b"<x:xmpmeta>Rue des Lilas</x:xmpmeta>"))
    image = Image.open(io.BytesIO(stored()))
    assert image.format == kind
    assert not image.getexif()
    assert b"Appareil" not in stored()
    assert b"Lilas" not in stored()


@pytest.mark.parametrize("kind", KINDS)
def test_picture_taken_upright_stands_upright(upload, kind):
    upload(photo(kind, exif=exif(orientation=6)))
    record = get_image_model().objects.get()
    image = Image.open(io.BytesIO(stored()))
    assert (record.width, record.height) == image.size == (40, 60)
    # Turned clockwise, what was left is above.
    red, green, _ = image.convert("RGB").getpixel((20, 5))
    assert red > 150 > green
    assert record.file_size == len(stored())


def test_script_that_stores_a_camera_s_picture_stores_no_place(db):
    content = ImageFile(io.BytesIO(photo(exif=exif(orientation=6)).read()), name="place.jpg")
    image = get_image_model().objects.create(title="Place", file=content)
    assert b"Exif" not in stored()
    assert (image.width, image.height) == (40, 60)


def test_colours_of_the_camera_are_kept(upload):
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    upload(photo(exif=exif(), icc_profile=profile))
    assert Image.open(io.BytesIO(stored())).info["icc_profile"] == profile


def test_camera_s_quality_is_kept(upload):
    sent = photo(exif=exif(), quality=97)
    before = Image.open(io.BytesIO(sent.read())).quantization
    sent.seek(0)
    upload(sent)
    assert Image.open(io.BytesIO(stored())).quantization == before


@pytest.mark.parametrize("kind", KINDS)
def test_picture_without_anything_hidden_stays_as_it_is(upload, kind):
    sent = photo(kind)
    upload(sent)
    sent.seek(0)
    assert stored() == sent.read()


@pytest.mark.parametrize("kind", ["GIF", "WEBP"])
def test_animation_keeps_moving_without_what_it_hid(upload, kind):
    frames = [Image.new("RGB", (20, 20), colour) for colour in ("red", "green", "blue")]
    out = io.BytesIO()
    hidden = {"comment": b"Appareil de Zo"} if kind == "GIF" else {"exif": exif()}
    frames[0].save(out, kind, save_all=True, append_images=frames[1:], duration=100, **hidden)
    upload(SimpleUploadedFile(f"place.{kind.lower()}", out.getvalue()))
    assert Image.open(io.BytesIO(stored())).n_frames == 3
    assert b"Appareil" not in stored()


def animation(count):
    frames = [Image.new("L", (2, 2), number) for number in range(count)]
    out = io.BytesIO()
    frames[0].save(out, "GIF", save_all=True, append_images=frames[1:])
    return SimpleUploadedFile("anim.gif", out.getvalue())


def endless_gif():
    frame = b"\x2c" + bytes([0, 0, 0, 0, 1, 0, 1, 0, 0, 2, 2, 0x44, 1, 0])
    head = b"GIF89a" + bytes([1, 0, 1, 0, 0x80, 0, 0, 0, 0, 0, 255, 255, 255])
    return SimpleUploadedFile("anim.gif", head + frame * 900_000 + b";")


REFUSED = [
    (lambda: photo("PNG", size=(5001, 4000)), "plus de 20 millions de pixels"),
    (lambda: animation(101), "plus de 100 images"),
    (endless_gif, "plus de 100 images"),
    (lambda: SimpleUploadedFile("a.jpg", photo(size=(600, 400)).read()[:900]), "abîmée"),
    (lambda: SimpleUploadedFile("a.png", b"<svg xmlns='http://www.w3.org/2000/svg'/>"), "pas une image"),
    (lambda: SimpleUploadedFile("a.jpg", photo("PNG").read()), "ne correspond pas"),
    (lambda: photo("TIFF"), "pas une image"),
    (lambda: SimpleUploadedFile("a.jpg", photo().read() + bytes(15 * 1024 * 1024)), "trop gros"),
    (lambda: photo("AVIF", size=(3000, 2100), exif=exif()), "données cachées"),
]


@pytest.mark.parametrize(("make", "sentence"), REFUSED)
@pytest.mark.parametrize(("door", "fields"), DOORS)
@pytest.mark.django_db
def test_refusal_is_one_french_sentence_at_the_file(upload, make, sentence, door, fields):
    response = upload(make(), door, fields)
    assert response.status_code == 200
    text = response.json().get("error_message") if door == ADD_SEVERAL else response.content.decode()
    text = text.encode().decode("unicode_escape") if door == CHOOSE and "\\u" in text else text
    assert sentence in text
    assert not get_image_model().objects.exists()


@needs_bad_input
def test_hostile_files_are_refused_or_cleaned_quickly_and_in_little_memory(upload):
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    for path in sorted((FOLDER / "files").rglob("*")):
        if path.is_file():
            started = time.monotonic()
            response = upload(SimpleUploadedFile(path.name, path.read_bytes() or b" "))
            assert response.status_code in (200, 302), path.name
            assert time.monotonic() - started < 2, path.name
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - memory < 250 * 1024
    for image in get_image_model().objects.all():
        with image.file.open() as file:
            assert not Image.open(file).getexif(), image.title


def test_new_file_is_drawn_for_the_pages_that_show_the_picture(
    admin, upload, django_capture_on_commit_callbacks
):
    upload(photo())
    image = get_image_model().objects.get()
    old = image.get_rendition("width-30|format-webp")
    fields = {"title": "Place", "file": photo("PNG", size=(80, 80))}
    with django_capture_on_commit_callbacks(execute=True):
        assert admin.post(f"/admin/images/{image.pk}/", fields).status_code == 302
    new = image.renditions.get(filter_spec="width-30|format-webp")
    assert new.pk != old.pk
    assert (new.width, new.height) == (30, 30)


def test_new_focal_point_is_drawn_for_the_pages_that_show_the_picture(
    admin, upload, django_capture_on_commit_callbacks
):
    upload(photo())
    image = get_image_model().objects.get()
    image.get_rendition("fill-20x20|format-webp")
    point = {"x": 50, "y": 20, "width": 10, "height": 10}
    fields = {"title": "Place"} | {f"focal_point_{name}": value for name, value in point.items()}
    with django_capture_on_commit_callbacks(execute=True):
        assert admin.post(f"/admin/images/{image.pk}/", fields).status_code == 302
    assert image.renditions.filter(filter_spec="fill-20x20|format-webp").count() == 2
