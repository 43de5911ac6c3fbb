"""Rubrics and authors in the admin: one menu entry, « Rubriques et auteurs »."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import UpdatedAtColumn
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from articles.models import Author, Category


class CategoryViewSet(SnippetViewSet):
    model = Category
    icon = "folder-open-inverse"
    menu_label = _("Categories")
    list_display = ["name", "slug", UpdatedAtColumn()]
    search_fields = ["name"]


class AuthorViewSet(SnippetViewSet):
    model = Author
    icon = "user"
    menu_label = _("Authors")
    list_display = ["name", "user", UpdatedAtColumn()]
    search_fields = ["name"]


class ArticlesViewSetGroup(SnippetViewSetGroup):
    items = [CategoryViewSet, AuthorViewSet]
    menu_label = _("Categories and authors")
    menu_icon = "tag"
    menu_order = 200
