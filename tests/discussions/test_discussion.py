"""The discussion as readers find it under an article."""

import lxml.html

NARROW = "\u202f"


def outline_of(html):
    """Return (number, source or text, beneath what) of each reply, in reading order."""
    section = lxml.html.fromstring(html).get_element_by_id("discussion")
    return [
        (
            item.get("data-number"),
            item.get("data-source"),
            item.get("data-role"),
            len([*item.iterancestors("li")]),
        )
        for item in section.xpath(".//*[@data-reply]")
    ]


def heading_of(html):
    return " ".join(
        lxml.html.fromstring(html).xpath("//*[@id='discussion']//h2")[0].text_content().split(" ")
    ).strip()


def test_the_seeds_discussion_reads_as_it_did_on_its_page(seed, read):
    html = read()
    assert heading_of(html) == f"5 réponses à «{NARROW}Joyeux Noël aux Community Managers{NARROW}»"
    assert outline_of(html) == [
        (None, "wordpress:101", None, 0),
        (None, "wordpress:102", "author", 1),
        ("1", "wordpress:103", None, 0),
        ("2", "wordpress:104", None, 0),
        (None, "wordpress:105", "author", 1),
    ]
