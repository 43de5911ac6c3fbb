"""Replies as an Atom feed: whole texts, each in its language, and what it answers (RFC 4287 and 4685)."""

import re

from django.utils.feedgenerator import Atom1Feed, get_tag_uri
from django.utils.translation import gettext as _

from discussions.addresses import address
from discussions.markup import is_web_address
from discussions.reading import html_of

THREADING = "http://purl.org/syndication/thread/1.0"
# What no XML document may hold, not even escaped. Our own doors keep most of it out, but not of titles.
ILLEGAL = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def legal(text):
    """Return a text without the characters that XML forbids."""
    return ILLEGAL.sub("", text)


class ReplyFeed(Atom1Feed):
    """A feed at `path`, whose addresses all begin with `root_url`; `began` is a time that never changes."""

    def __init__(self, title, *, path, link, root_url, language, began):
        self.root_url, self.began = root_url, began
        url = f"{root_url}{path}"
        super().__init__(
            title=legal(title),
            link=link,
            description=None,
            language=language,
            feed_url=url,
            feed_guid=get_tag_uri(url, began),
        )

    def add_reply(self, reply, page):
        """Add a visible reply to a page; its id holds no address that could change."""
        link = self._permalink(reply, page)
        self.add_item(
            title=_("%(name)s on “%(title)s”") % {"name": legal(reply.name), "title": legal(page.title)},
            link=f"{link}#{reply.anchor}",
            description=None,
            unique_id=get_tag_uri(link, reply.created_at),
            author_name=legal(reply.name),
            author_link=legal(reply.website) if is_web_address(reply.website) else None,
            pubdate=reply.published_at or reply.created_at,
            updateddate=reply.edited_at or reply.published_at or reply.created_at,
            html=legal(html_of(reply)),
            reply_language=reply.language,
            addressee=self._addressee(reply, page),
        )

    def _permalink(self, reply, page):
        return self.root_url + address("permalink", page.locale.language_code, reply.public_id)

    def _addressee(self, reply, page):
        if reply.parent:
            link = self._permalink(reply.parent, page)
            return {"ref": get_tag_uri(link, reply.parent.created_at), "href": link, "type": "text/html"}
        discussion = self.root_url + address("feed", page.locale.language_code, reply.discussion.page_id)
        return {
            "ref": get_tag_uri(discussion, reply.discussion.created_at),
            "href": page.full_url,
            "type": "text/html",
        }

    def root_attributes(self):
        return {**super().root_attributes(), "xmlns:thr": THREADING}

    def latest_post_date(self):
        # Django takes an empty feed for one of this second, which would never be the same twice.
        return super().latest_post_date() if self.items else self.began

    def add_item_elements(self, handler, item):
        super().add_item_elements(handler, item)
        language = {"xml:lang": item["reply_language"]}
        handler.addQuickElement("content", item["html"], {"type": "html", **language})
        handler.addQuickElement("thr:in-reply-to", "", item["addressee"])
