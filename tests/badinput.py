"""The collection of hostile, odd and legitimate texts in ../shared/data/badinput; see its SOURCES.md."""

import json
import os
from pathlib import Path

import pytest

FOLDER = Path(__file__).parents[2] / "shared" / "data" / "badinput"
# `make drills` sends all of it; without that a sample of the large sets is enough.
WHOLE = bool(os.environ.get("CAUSERIE_LONG"))
needs_bad_input = pytest.mark.skipif(not FOLDER.is_dir(), reason="../shared/data/badinput isn't there")


def rows(name):
    """Return the rows of one set."""
    return [json.loads(line) for line in (FOLDER / f"{name}.jsonl").read_text().splitlines()]


def texts(name):
    """Return the texts of one set, recipes written out; not the ones that are bytes."""
    return [text_of(row) for row in rows(name) if "text" in row]


def text_of(row):
    if recipe := row.get("recipe"):
        middle = recipe["unit"] * recipe["n"] + recipe.get("post_unit", "") * recipe.get("post_n", 0)
        return recipe["pre"] + middle + recipe["post"]
    return json.loads(row["text"]) if row.get("json_escaped") else row["text"]
