"""Writing and publishing news."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from ..forms import ArticleForm
from ..models import Article, GalleryPicture
from .article_imports import ArticleImportScreen
from .facts import Group, row
from .fields import languages
from .page_history import HistoryPage
from .pages import PageAdmin, StateFilter
from .presence import TellsWhoIsHere
from .recording import Recorded
from .revisions import RevisionPages


class Gallery(Group):
    model = GalleryPicture
    fieldsets = row("image", languages("caption"), "position")


@admin.register(Article)
class ArticleAdmin(ArticleImportScreen, TellsWhoIsHere, Recorded, HistoryPage, RevisionPages, PageAdmin):
    form = ArticleForm
    inlines = [Gallery]
    list_display = ["title", "section", "state", "published_at", "changed_at", "created_by"]
    list_filter = [StateFilter, "section", "topics", ("created_by", admin.RelatedOnlyFieldListFilter)]
    list_select_related = ["section", "created_by"]
    search_fields = ["headline_en", "headline_zh_hans", "slug", "source_name"]
    search_help_text = _("Headline in any language, address or source.")
    ordering = ["-changed_at"]
    autocomplete_fields = ["zones", "provinces", "industries", "topics", "lead_image"]
    fieldsets = [
        (
            None,
            {
                "fields": [languages("headline"), languages("standfirst"), languages("body")],
                "classes": ["paired"],
            },
        ),
        (_("Where it stands"), {"fields": ["section", "slug", "topics", "expires_at", "version"]}),
        (_("What it is about"), {"fields": ["zones", "provinces", "industries"]}),
        (
            _("Source"),
            {"fields": ["source_name", "source_url", "source_date", "byline"]},
        ),
        (_("Picture"), {"fields": ["lead_image"]}),
        (
            _("For an event"),
            {"fields": [("starts_at", "ends_at"), languages("place")], "classes": ["collapse", "paired"]},
        ),
        (
            _("For a policy"),
            {
                "fields": [
                    ("in_force_from", "in_force_until"),
                    languages("issuer"),
                    "document_number",
                    "document_url",
                ],
                "classes": ["collapse", "paired"],
            },
        ),
        (
            _("Updates and corrections"),
            {"fields": ["updated_at", languages("correction")], "classes": ["collapse", "paired"]},
        ),
    ]

    @admin.display(description=_("headline"), ordering="headline_en")
    def title(self, obj):
        return str(obj)
