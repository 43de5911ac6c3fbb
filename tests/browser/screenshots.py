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
