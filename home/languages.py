"""Which languages a page truly exists in, and the rule that an address shows no other language."""

from dataclasses import dataclass

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.http import Http404
from django.shortcuts import redirect
from django.utils.text import capfirst
from django.utils.translation import get_language, get_language_from_path
from wagtail.models import Page
from wagtail_localize.models import TranslationSource

from articles.serving import lineage


@dataclass(frozen=True)
class Version:
    """One language that readers can read a page in; `address` is absolute, `path` is not."""

    code: str
    name: str
    path: str
    address: str
    current: bool


def versions(page, request):
    """Return the page's versions, its own included, the default language first; two queries, kept."""
    if not hasattr(page, "_language_versions"):
        page._language_versions = [
            Version(
                code=version.locale.language_code,
                name=capfirst(version.locale.language_name_local),
                path=version.get_url(request),
                address=version.get_full_url(request),
                current=version.pk == page.pk,
            )
            for version in published_versions(page)
        ]
    return page._language_versions


def published_versions(page):
    """Return the versions that anybody can open: live, public, beneath live pages, no aliases."""
    found = list(
        Page.objects.live()
        .filter(translation_key=page.translation_key)
        .filter(Q(alias_of=None) | Q(pk=page.pk))
        .select_related("locale")
    )
    if len(found) > 1:
        shut = shut_paths({path for version in found for path in lineage(version.path)})
        found = [
            version for version in found if version.pk == page.pk or shut.isdisjoint(lineage(version.path))
        ]
    return sorted(found, key=lambda version: (not is_default(version), version.locale.language_code))


def shut_paths(paths):
    """Return the tree paths of the pages that are drafts or private: nobody gets past them."""
    shut = Q(live=False) | Q(view_restrictions__isnull=False)
    return set(Page.objects.filter(shut, path__in=paths, depth__gt=1).values_list("path", flat=True))


def is_default(page):
    return page.locale.language_code == settings.LANGUAGE_CODE


def show_no_other_language(page, request, args, kwargs):
    """Redirect or answer 404 when the address promises another language than the page's: before_serve_page.

    A language without a published front page is served the French one by Wagtail, with 200. A page
    whose parents aren't translated yet makes wagtail-localize put live aliases of these in its tree.
    And a page that was copied or moved into another language's tree keeps its own.
    """
    if page.alias_of_id and page.alias_of.locale_id != page.locale_id:
        return redirect(page.alias_of.get_url(request))
    path = page.get_url_parts(request)[2]
    if (get_language_from_path(path) or settings.LANGUAGE_CODE) != get_language():
        return redirect(page.get_url(request))
    if any(version.current and version.code != get_language() for version in versions(page, request)):
        raise Http404


def keep_source_current(sender, instance, **kwargs):
    """Show translators what has changed in a page that was just published; translations stay as they are.

    Not Translation.save_target, which would write the new French sentences into the live translation.
    """
    source = TranslationSource.objects.get_for_instance_or_none(instance)
    if source:
        # Robust: the page is published already, and a segment that can't be extracted must not hide that.
        transaction.on_commit(source.update_from_db, robust=True)


def keep_snippet_source_current(request, instance):
    """The same for a rubric or an author: after_edit_snippet."""
    keep_source_current(type(instance), instance)
