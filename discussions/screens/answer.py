"""A moderator's own answer, from the screen of the reply it answers, which it may publish first."""

from django.db import transaction
from django.shortcuts import redirect
from django.utils.translation import gettext
from wagtail.admin import messages

from discussions.decisions import PUBLISH, DecisionForm, carry_out, explain_errors
from discussions.models import Reply
from discussions.posting import AddresseeGone, Refused, answer
from discussions.sanctions import Barred
from discussions.screens.access import ActMixin
from discussions.screens.columns import public_url
from discussions.screens.reply import ReplyInspectView, answer_form
from discussions.writers import recognise


class NotPublished(Exception):
    """The reply that was to be published first wasn't; the words say why."""


class ReplyAnswerView(ActMixin, ReplyInspectView):
    """Take an answer, or show it again with what is against it: the text is never lost."""

    def post(self, request, *, public_id):
        self.form = answer_form(request.POST)
        if not self.form.is_valid():
            return self.show_again(status=422)
        try:
            taken = self.take(self.object.discussion.page)
        except Refused as fault:
            return self.show_again(fault.refusal.message)
        except NotPublished as fault:
            return self.show_again(str(fault))
        except Barred as fault:
            return self.show_again(fault.sanction.meaning, status=403)
        except AddresseeGone:
            return self.show_again(gettext("This reply can’t be answered: readers don’t see it."))
        return self.succeed(taken)

    @transaction.atomic
    def take(self, page):
        if page is None or not page.live:
            raise AddresseeGone
        if "publish" in self.request.POST and self.object.state != Reply.State.PUBLISHED:
            self.publish()
        page = page.specific
        writer = recognise(self.request.user, page)
        return answer(page, writer, text=self.form.cleaned_data["text"], parent=self.object.public_id)

    def publish(self):
        seen = DecisionForm(self.request.POST)
        if not seen.is_valid():
            raise AddresseeGone
        if fault := carry_out(PUBLISH, self.object, actor=self.request.user, **seen.cleaned_data):
            raise NotPublished(fault)

    def show_again(self, fault="", *, status=409):
        # At the top of the page, too: the form stands far below.
        messages.error(self.request, fault or explain_errors(self.form))
        self.object.refresh_from_db()
        context = self.get_context_data(answer_form=self.form, answer_fault=fault)
        return self.render_to_response(context, status=status)

    def succeed(self, taken):
        url = public_url(taken, self.request)
        buttons = [messages.button(url, gettext("See it on the site"), new_window=True)] if url else []
        messages.success(self.request, gettext("Your answer is published."), buttons)
        return redirect(self.get_screen())
