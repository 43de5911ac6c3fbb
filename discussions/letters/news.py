"""The mails that tell of new replies: of one, or of several grouped by article."""

from itertools import groupby

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from discussions.letters.envelope import full_url, host, seal, site_name, speaking
from discussions.models import Discussion, Reply, Subscription
from discussions.unsubscribing import token_for

# The address that ends so many subscriptions is not too long for a header yet.
MOST_NAMED = 120
# A reply is told because of the discussion, the thread and the message it answers, at most.
MOST_CAUSES = 3


def fitting(mails):
    """Return the first of some mails of one person, as many as one address can end all the causes of."""
    if len(mails) * MOST_CAUSES <= MOST_NAMED:
        return mails
    named = set()
    for at, (_mail, found) in enumerate(_causes(mails)):
        named.update(found)
        if len(named) > MOST_NAMED:
            return mails[:at]
    return mails


def wanted(mails):
    """Return those mails of one person whose reply is visible, and whose subscription stands, today."""
    visible = Reply.objects.visible().filter(pk__in=[mail.reply_id for mail in mails])
    visible = set(visible.values_list("pk", flat=True))
    private = {page.pk for page in {mail.reply.discussion.page for mail in mails} if not _is_open(page)}
    return [
        mail
        for mail, causes in _causes(mails)
        if causes and mail.reply_id in visible and _is_readable(mail, private)
    ]


def _is_open(page):
    """Tell whether anybody can open a page; what is behind a password is mailed to nobody."""
    return page is None or (page.live and not page.get_view_restrictions().exists())


def _is_readable(mail, private):
    discussion, writer = mail.reply.discussion, mail.reply.participant
    if discussion.page_id is None or discussion.page_id in private:
        return False
    is_own = writer is not None and mail.email_key in writer.email_keys
    return discussion.status != Discussion.Status.HIDDEN and not is_own


def _causes(mails):
    """Return with each mail of one person the subscriptions that it comes from."""
    discussions = {mail.reply.discussion_id for mail in mails}
    found = Subscription.objects.active().filter(email_key=mails[0].email_key, discussion__in=discussions)
    found = [*found]
    return [(mail, [one for one in found if one.covers(mail.reply)]) for mail in mails]


def write(mails):
    """Return the mail about one reply, or about several."""
    causes = {one for _mail, found in _causes(mails) for one in found}
    mail = mails[0]
    with speaking(mail.language):
        url = full_url("unsubscribe", mail.language, token_for(causes))
        headers = {
            "List-Unsubscribe": f"<{url}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
            "List-Id": f"<{_list_name(mails)}.{host()}>",
        }
        context = {"unsubscribe_url": url, "count": len(mails)}
        if len(mails) == 1:
            context |= {"item": _item(mail), "scopes": {one.scope for one in causes}}
            return seal(mail, "news", _subject(mail, context["scopes"]), context, **headers)
        context["articles"] = _articles(mails)
        return seal(mail, "digest", _digest_subject(context), context, **headers)


def _list_name(mails):
    discussions = {mail.reply.discussion_id for mail in mails}
    return f"discussion-{discussions.pop()}" if len(discussions) == 1 else "discussions"


def _item(mail):
    reply = mail.reply
    language = reply.discussion.page.locale.language_code
    url = full_url("permalink", language, reply.public_id)
    # Of a reply that is gone readers see no name either.
    addressee = reply.parent.name if reply.parent and reply.parent.state == Reply.State.PUBLISHED else ""
    return {"reply": reply, "addressee": addressee, "url": f"{url}#{reply.anchor}"}


def _articles(mails):
    """Return the replies article by article, each in the order it was published."""
    ordered = sorted(mails, key=lambda mail: (mail.reply.discussion_id, mail.reply.published_at))
    groups = groupby(ordered, key=lambda mail: mail.reply.discussion.page)
    return [{"page": page, "items": [_item(mail) for mail in group]} for page, group in groups]


def _subject(mail, scopes):
    names = {"name": mail.reply.name, "article": mail.reply.discussion.page.title}
    if scopes == {Subscription.Scope.ANSWERS}:
        return _("%(name)s has answered you on “%(article)s”") % names
    return _("%(name)s has replied to “%(article)s”") % names


def _digest_subject(context):
    if len(context["articles"]) == 1:
        (article,) = context["articles"]
        return ngettext(
            "%(count)s new reply to “%(article)s”", "%(count)s new replies to “%(article)s”", context["count"]
        ) % {"count": context["count"], "article": article["page"].title}
    return ngettext(
        "%(count)s new reply on %(site)s", "%(count)s new replies on %(site)s", context["count"]
    ) % {"count": context["count"], "site": site_name()}
