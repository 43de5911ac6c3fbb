"""Small exports in our own words, and the real ones where the shared folder is at hand."""

import io
import json
from pathlib import Path

import pytest
from django.core.management import call_command

DATA = Path(__file__).parent / "data"
SHARED = Path(__file__).parents[3] / "shared"


@pytest.fixture
def shared():
    """The folder of real exports; tests that need it are skipped in a clone without it."""
    if not (SHARED / "data" / "wxr").is_dir():
        pytest.skip("../shared, the folder of real exports, is not beside this clone")
    return SHARED


@pytest.fixture
def import_wordpress(home_page, tmp_path):
    """Run the command as a person does; return (exit code, what it said, what it complained of, report)."""

    def run(*files, **options):
        out, err, report = io.StringIO(), io.StringIO(), tmp_path / "report.json"
        try:
            call_command(
                "import_wordpress", *map(str, files), report=str(report), stdout=out, stderr=err, **options
            )
            code = 0
        except SystemExit as exit_:
            code = exit_.code
        written = json.loads(report.read_text()) if report.exists() else None
        return code, out.getvalue(), err.getvalue(), written

    return run


@pytest.fixture
def write_export(tmp_path):
    """Return a function that writes an export of the items given as XML, and its path."""

    def write(*items, name="export.xml", head="", language="fr-FR"):
        path = tmp_path / name
        frame = (DATA / "frame.xml").read_text()
        path.write_text(
            frame.replace("@HEAD@", head).replace("@LANGUAGE@", language).replace("@ITEMS@", "\n".join(items))
        )
        return path

    return write


def _make_item(post_id="1", *, extra="", content="", comments=(), **values):
    """Return the XML of an item; keywords are the fields to change."""
    fields = {
        "post_type": "post",
        "status": "publish",
        "post_name": f"article-{post_id}",
        "post_date": "2012-05-01 10:00:00",
        "post_date_gmt": "2012-05-01 08:00:00",
        "comment_status": "open",
        "post_password": "",
    } | {key: value for key, value in values.items() if key not in {"title", "link", "creator"}}
    wp = "".join(f"<wp:{key}><![CDATA[{value}]]></wp:{key}>" for key, value in fields.items())
    title = values.get("title", f"L’article {post_id}")
    link = values.get("link", f"https://blog.example/2012/05/01/{fields['post_name']}/")
    return (
        f"<item><title><![CDATA[{title}]]></title><link>{link}</link>"
        f"<dc:creator><![CDATA[{values.get('creator', 'zoe')}]]></dc:creator>"
        f"<guid>https://blog.example/?p={post_id}</guid>"
        f"<content:encoded><![CDATA[{content}]]></content:encoded><wp:post_id>{post_id}</wp:post_id>"
        f"{wp}{extra}{''.join(comments)}</item>"
    )


def _make_comment(comment_id, parent="0", **values):
    fields = {
        "id": comment_id,
        "parent": parent,
        "author": "Gaël d’Évry",
        "author_email": "gael@lecteurs.example",
        "author_url": "",
        "author_IP": "192.0.2.7",
        "date_gmt": f"2012-05-02 08:00:{int(comment_id) % 60:02}",
        "content": f"La réponse {comment_id}.",
        "approved": "1",
        "type": "",
        "user_id": "0",
    } | values
    inside = "".join(
        f"<wp:comment_{key}><![CDATA[{value}]]></wp:comment_{key}>" for key, value in fields.items()
    )
    return f"<wp:comment>{inside}</wp:comment>"


@pytest.fixture
def make_item():
    return _make_item


@pytest.fixture
def make_comment():
    return _make_comment
