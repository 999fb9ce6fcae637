"""Which page answers at an address: the numbered pages of a list, and pages that have moved.

A page of a list that does not exist is not found, rather than silently another.
"""

from django.core.paginator import InvalidPage, Paginator
from django.http import Http404, HttpResponsePermanentRedirect
from django.utils.translation import gettext

from .. import old_addresses


class CountedPaginator(Paginator):
    """A paginator that is told how many there are, where that is known already."""

    def __init__(self, object_list, per_page, *, count=None):
        super().__init__(object_list, per_page)
        if count is not None:
            self.count = count


def page_or_404(request, object_list, per_page, *, count=None):
    """The four values that Django's `paginate_queryset` returns."""
    paginator = CountedPaginator(object_list, per_page, count=count)
    try:
        page = paginator.page(request.GET.get("page") or 1)
    except InvalidPage as error:
        raise Http404(gettext("This list has no such page.")) from error
    return paginator, page, page.object_list, page.has_other_pages()


class AnswersAtOldAddresses:
    """For a detail view: where no page lives, the one that once did is named."""

    def get(self, request, *args, **kwargs):
        try:
            return super().get(request, *args, **kwargs)
        except Http404:
            if page := old_addresses.page_at(request.path):
                # What was asked of the page is still asked of it.
                asked = request.META.get("QUERY_STRING", "")
                return HttpResponsePermanentRedirect(f"{page.get_absolute_url()}{asked and '?'}{asked}")
            raise
