"""Takes the pictures of the README; `make screenshots` runs it. Not collected with the tests."""

import io
from pathlib import Path

from PIL import Image

FOLDER = Path(__file__).resolve().parents[2] / "docs" / "screenshots"
COLOURS = 128


def keep(picture, name):
    """Save a screenshot with a palette: a third of its bytes, and the same to the eye."""
    image = Image.open(io.BytesIO(picture)).convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
    image.save(FOLDER / f"{name}.png", optimize=True)


def test_article(window):
    reader = window(viewport={"width": 1120, "height": 1000})
    reader.goto("/articles/le-banc-ou-l-on-se-parle/")
    keep(reader.screenshot(), "article")


def test_discussion(window):
    reader = window(viewport={"width": 360, "height": 760}, color_scheme="dark", device_scale_factor=2)
    reader.goto("/articles/le-banc-ou-l-on-se-parle/")
    reader.locator("#discussion").evaluate("section => section.scrollIntoView({behavior: 'instant'})")
    reader.wait_for_load_state("networkidle")
    reader.locator("#discussion").evaluate("section => section.scrollIntoView({behavior: 'instant'})")
    keep(reader.screenshot(), "discussion")


def test_queue(log_in):
    moderator = log_in("moderation", viewport={"width": 1280, "height": 760})
    moderator.goto("/admin/replies/")
    moderator.wait_for_load_state("networkidle")
    keep(moderator.screenshot(), "queue")
