from django.http import Http404


def reply(request, page_id):
    raise Http404


def receipt(request, token):
    raise Http404
