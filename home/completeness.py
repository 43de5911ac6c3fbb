"""Never live untranslated: what a translation lacks, and the doors that stay shut until it lacks nothing.

wagtail-localize 1.14 publishes the source's words wherever a string has no translation, and warns
afterwards. Delete this module and its hooks when it can refuse by itself.
"""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.models import Page
from wagtail_localize.models import Translation
from wagtail_localize.segments import StringSegmentValue
from wagtail_localize.segments.extract import extract_segments

# Shorter texts may well be the same in two languages: names, titles of works, addresses.
WORDS_OF_A_SENTENCE = 4


def find_gaps(translation):
    """Yield a sentence for each thing that would be shown in the source's language."""
    count = count_untranslated(translation)
    if count:
        yield ngettext(
            "{count} segment is not translated.", "{count} segments are not translated.", count
        ).format(count=count)
    for related in related_objects(translation.source):
        if not is_translated(related, translation.target_locale):
            name = related.get_instance_or_none(translation.source.locale)
            yield _("“{name}” is not translated yet.").format(name=name)


def count_untranslated(translation):
    """Count the segments without a valid translation; wagtail-localize takes an empty one for none, too."""
    segments = translation.source.stringsegment_set.annotate_translation(translation.target_locale)
    return segments.filter(Q(translation__isnull=True) | Q(translation="")).count()


def related_objects(source):
    """Return what the source refers to that has a version of its own in each language: rubrics, authors."""
    segments = source.relatedobjectsegment_set.select_related("object__content_type")
    return {segment.object_id: segment.object for segment in segments}.values()


def is_translated(related, locale):
    """Tell whether a related object may be shown in a language: written in it, or translated whole."""
    translation = related_translations([related], locale).first()
    if translation:
        return not count_untranslated(translation)
    return related.has_translation(locale)


def related_translations(related, locale):
    return Translation.objects.filter(source__object__in=related, target_locale=locale, enabled=True)


def save_related(translation, user):
    """Write what is translated of rubrics and authors into them; yield a sentence for each that can't be.

    Their translator may have filled in every segment without pressing "publish", and the row that a
    page shows is French until then.
    """
    related = related_objects(translation.source)
    for finished in related_translations(related, translation.target_locale):
        try:
            finished.save_target(user=user, publish=True)
        except ValidationError as error:
            yield f"{finished.source.object_repr}: {' '.join(error.messages)}"


def find_translation(instance):
    """Return the Translation that writes this page or snippet, or once did, or None."""
    return (
        Translation.objects.filter(
            source__object_id=instance.translation_key, target_locale=instance.locale_id
        )
        .select_related("source", "target_locale")
        .first()
    )


def find_leftovers(translation, page):
    """Yield a sentence if the latest draft of a page still holds sentences of its source.

    For pages whose translation was stopped: Wagtail's own editor knows no segments, only the page.
    """
    segments = extract_segments(page.get_latest_revision_as_object())
    own = {segment.string.data for segment in segments if isinstance(segment, StringSegmentValue)}
    theirs = translation.source.stringsegment_set.values_list("string__data", flat=True)
    count = sum(text in own and len(text.split()) >= WORDS_OF_A_SENTENCE for text in theirs)
    if count:
        yield ngettext(
            "{count} sentence is still the original’s.", "{count} sentences are still the original’s.", count
        ).format(count=count)


def refuse_if_incomplete(request, instance):
    """Say what is missing and return True if publishing would show words of another language."""
    translation = find_translation(instance)
    if translation is None:
        return False
    if translation.enabled or not isinstance(instance, Page):
        return refuse(request, translation)
    return say(request, translation, find_leftovers(translation, instance))


def refuse(request, translation):
    """Say what a translation lacks, if it lacks anything, and tell whether it does."""
    gaps = list(find_gaps(translation)) or save_related(translation, request.user)
    return say(request, translation, gaps)


def say(request, translation, gaps):
    gaps = " ".join(gaps)
    if gaps:
        sentence = _("Not published ({language}): “{title}”. {gaps}").format(
            language=translation.target_locale, title=translation.source.object_repr, gaps=gaps
        )
        messages.error(request, sentence)
    return bool(gaps)


# The hooks; see home.wagtail_hooks.


def keep_editor_from_publishing(request, instance):
    """Stop the translation editor's own "publish": before_edit_page and before_edit_snippet."""
    publishing = request.method == "POST" and request.POST.get("action") == "publish"
    if publishing and refuse_if_incomplete(request, instance):
        return redirect(request.path)


def keep_page_from_publishing(request, page):
    """Stop Wagtail's own page editor: before_publish_page."""
    if refuse_if_incomplete(request, page):
        return redirect("wagtailadmin_pages:edit", page.pk)


def keep_bulk_from_publishing(request, action_type, objects, action):
    """Stop a bulk publication of which one page is incomplete: before_bulk_action."""
    if action_type != "publish":
        return None
    pages = [page for page in objects if isinstance(page, Page)]
    if action.cleaned_form.cleaned_data.get("include_descendants"):
        pages += [child for page in pages for child in page.get_descendants()]
    refused = [page for page in pages if refuse_if_incomplete(request, page)]
    return redirect(action.next_url) if refused else None
