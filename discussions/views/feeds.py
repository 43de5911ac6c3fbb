"""Where the newest replies are subscribed to: of one discussion, and of all in one language."""

from datetime import UTC, datetime

from django.db.models import Exists, OuterRef, Q
from django.http import Http404, HttpResponse, HttpResponsePermanentRedirect
from django.urls import reverse
from django.utils.http import http_date
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import conditional_page, require_safe
from wagtail.models import PageViewRestriction, Site

from discussions.addresses import address
from discussions.feeds import ReplyFeed
from discussions.models import Discussion, Reply
from discussions.views.pages import discussed_or_404

NEWEST = 50
EPOCH = datetime(2011, 1, 1, tzinfo=UTC)


@require_safe
@conditional_page
def feed(request, page_id):
    """Answer with the newest replies to one article."""
    page, discussion = discussed_or_404(request, page_id)
    path = address("feed", page.locale.language_code, page_id)
    if page.locale.language_code != get_language():
        return HttpResponsePermanentRedirect(path)
    written = ReplyFeed(
        _("Replies to “%(title)s”") % {"title": page.title},
        path=path,
        link=page.full_url,
        root_url=page.get_url_parts(request)[1],
        language=page.locale.language_code,
        began=discussion.created_at if discussion else page.first_published_at or page.published_at,
    )
    for reply in newest(Q(discussion=discussion)) if discussion else []:
        written.add_reply(reply, page)
    return answer(written)


@require_safe
@conditional_page
def site_feed(request):
    """Answer with the newest replies to all articles in the language of the address."""
    site = Site.find_for_request(request)
    home = site and site.root_page.localized
    if home is None or home.locale.language_code != get_language():
        raise Http404
    written = ReplyFeed(
        _("Replies on %(site)s") % {"site": site.site_name},
        path=reverse("discussions:site_feed"),
        link=home.full_url,
        root_url=site.root_url,
        language=get_language(),
        # Front pages that a migration made were never published.
        began=home.first_published_at or EPOCH,
    )
    for reply in newest(open_to_all(home.locale)):
        written.add_reply(reply, reply.discussion.page)
    return answer(written)


def open_to_all(locale):
    """Return the condition of the replies in a language that anybody may read: page live, nothing private."""
    found = Discussion.objects.filter(pk=OuterRef("discussion"), locale=locale, page__live=True)
    for path in PageViewRestriction.objects.values_list("page__path", flat=True):
        found = found.exclude(page__path__startswith=path)
    # The language says what the locale does, and an index leads from it to the newest; joined to them, the
    # discussions might be gone through one by one.
    return Q(Exists(found.exclude(status=Discussion.Status.HIDDEN)), language=locale.language_code)


def newest(condition):
    """Return the newest visible replies, each with what it answers and its page."""
    replies = Reply.objects.filter(pk__in=newest_ids(condition)).order_by("-stands_at", "-pk")
    unread = [f"parent__{field}" for field in ("text", "html", "plain")]
    return replies.select_related("parent", "discussion__page__locale").defer("plain", *unread)


def newest_ids(condition):
    """Return the ids alone: texts are wide, and what is sorted is carried along."""
    return Reply.objects.visible().filter(condition).order_by("-stands_at", "-pk").values("pk")[:NEWEST]


def answer(written):
    response = HttpResponse(content_type=written.content_type)
    response.headers["Last-Modified"] = http_date(written.latest_post_date().timestamp())
    written.write(response, "utf-8")
    return response
