from wagtail import hooks
from wagtail.snippets.models import register_snippet

from articles.links import PageLinkHandler
from articles.viewsets import AuthorViewSet, CategoryViewSet

register_snippet(CategoryViewSet)
register_snippet(AuthorViewSet)


@hooks.register("register_rich_text_features", order=100)
def resolve_page_links_together(features):
    features.register_link_type(PageLinkHandler)
