"""Rubrics and authors, each an entry of the admin's menu."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import LocaleColumn, UpdatedAtColumn
from wagtail.snippets.views.snippets import SnippetViewSet

from articles.models import Author, Category


class LanguageColumn(LocaleColumn):
    """Tells one name's languages apart; Wagtail's own column of it has no French heading."""

    def __init__(self):
        super().__init__(label=_("Language"))


class CategoryViewSet(SnippetViewSet):
    model = Category
    icon = "tag"
    menu_label = _("Categories")
    menu_order = 200
    add_to_admin_menu = True
    list_display = ["name", "slug", LanguageColumn(), UpdatedAtColumn()]
    search_fields = ["name"]


class AuthorViewSet(SnippetViewSet):
    model = Author
    icon = "user"
    menu_label = _("Authors")
    menu_order = 210
    add_to_admin_menu = True
    list_display = ["name", "user", LanguageColumn(), UpdatedAtColumn()]
    search_fields = ["name"]
