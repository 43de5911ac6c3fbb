"""Admin views that stand in for wagtail-localize's where those would show French as English."""

from django.contrib import messages
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from wagtail_localize.views.update_translations import UpdateTranslationsView

from home.completeness import refuse


class UpdateCompleteTranslationsView(UpdateTranslationsView):
    """Bring translations up to date, and publish them at once only if none lacks anything."""

    def form_valid(self, form):
        if form.cleaned_data["publish_translations"]:
            self.object.update_from_db()
            translations = self.object.translations.filter(enabled=True).select_related("target_locale")
            refused = [translation for translation in translations if refuse(self.request, translation)]
            form.cleaned_data["publish_translations"] = not refused
        return super().form_valid(form)


def refuse_alias(request, page_id):
    """Turn down "convert to alias", which would show the source's text under the other language's address."""
    messages.error(request, _("A page is never shown in the language of another: translate or unpublish it."))
    return redirect("wagtailadmin_pages:edit", page_id)
