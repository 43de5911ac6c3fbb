"""What the block editor stored: its delimiters are comments around plain HTML."""

import re

from wordpress.autop import autop

DELIMITER = re.compile(r"\s*(/?)wp:[a-z][a-z0-9_/-]*")


def to_html(content):
    """Return the HTML a post shows: blocks as they are, whatever stands outside any block through `autop`."""
    pieces, depth, at = [], 0, 0
    for start, end, step in _delimiters(content):
        text = content[at:start]
        pieces.append(text if depth else autop(text))
        depth = max(0, depth + step)
        at = end
    pieces.append(content[at:] if depth else autop(content[at:]))
    return "\n".join(pieces)


def _delimiters(content):
    """Yield (start, end, change of depth) of each block comment."""
    at = 0
    while (start := content.find("<!--", at)) >= 0:
        end = content.find("-->", start)
        if end < 0:
            return
        match = DELIMITER.match(content, start + 4, end)
        if match:
            alone = content[start:end].rstrip().endswith("/")
            yield start, end + 3, -1 if match[1] else 0 if alone else 1
        at = end + 3
