from wagtail import hooks

from articles.links import PageLinkHandler


@hooks.register("register_rich_text_features", order=100)
def resolve_page_links_together(features):
    features.register_link_type(PageLinkHandler)
