from django.urls import path
from wagtail import hooks

from home.completeness import (
    keep_bulk_from_publishing,
    keep_editor_from_publishing,
    keep_page_from_publishing,
)
from home.languages import keep_snippet_source_current, show_no_other_language
from home.views import UpdateCompleteTranslationsView, refuse_alias

# Before wagtail-localize's own hooks and addresses, which stand at 0.
FIRST = -1

hooks.register("before_edit_page", keep_editor_from_publishing, order=FIRST)
hooks.register("before_edit_snippet", keep_editor_from_publishing, order=FIRST)
hooks.register("before_publish_page", keep_page_from_publishing, order=FIRST)
hooks.register("before_bulk_action", keep_bulk_from_publishing, order=FIRST)
hooks.register("after_edit_snippet", keep_snippet_source_current)
hooks.register("before_serve_page", show_no_other_language, order=FIRST)


@hooks.register("register_admin_urls", order=FIRST)
def register_admin_urls():
    return [
        path("localize/update/<int:translation_source_id>/", UpdateCompleteTranslationsView.as_view()),
        path("localize/page/<int:page_id>/convert_to_alias/", refuse_alias),
    ]
