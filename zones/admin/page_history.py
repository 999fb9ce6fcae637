"""`<pk>/history/`: what has happened to a page, for whoever may see the page."""

from urllib.parse import urlencode

from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.template.response import TemplateResponse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from .. import changes, histories


class HistoryPage:
    """Takes the place of Django's own history, which knows neither imports nor former values."""

    @method_decorator(require_safe)
    def history_view(self, request, object_id, extra_context=None):
        page = self.get_object(request, unquote(object_id))
        if page is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        if not self.has_view_or_change_permission(request, page):
            raise PermissionDenied
        group, person = request.GET.get("group", ""), request.GET.get("person", "")
        groups = self._groups()
        chosen = groups.get(group)
        history = histories.History(page, group=chosen and chosen[1], person=person)
        part, entries = history.paged(request.GET.get("p"))
        for entry in entries:
            for line in entry.lines:
                describe(line)
        asked = {"group": group if chosen else "", "person": person}
        context = {
            **self.admin_site.each_context(request),
            "title": gettext("History of %(page)s") % {"page": page},
            "opts": self.opts,
            "original": page,
            "entries": entries,
            "part": part,
            "groups": [(key, label) for key, (label, _group) in groups.items()],
            "people": history.people,
            "asked": asked,
            "query": urlencode({name: value for name, value in asked.items() if value}),
        } | (extra_context or {})
        return TemplateResponse(request, "admin/zones/page_history.html", context)

    def _groups(self):
        """What the list can be narrowed to: key in the address → what it is called, and the group."""
        kind = self.opts.model_name
        groups = {histories.MOVES: (gettext("Moves of the page"), histories.MOVES)}
        groups["page"] = (changes.group_label(kind, ""), "")
        return groups | {name: (changes.group_label(kind, name), name) for name in changes.PARTS[kind]}


def describe(line):
    """Give a line of the history the words that its table shows."""
    line.group_name = changes.group_label(line.page_kind, line.group)
    line.label = changes.label_of(line)
    line.short_before, line.short_after = changes.excerpts(line.before, line.after)
    line.is_cut = (line.short_before, line.short_after) != (line.before, line.after)
