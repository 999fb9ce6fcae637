"""Inquiries in the admin: the calendar is edited here; everything else is read here and worked on in the inbox."""

from django.contrib import admin, messages
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from .models import Contact, Holiday, Inquiry, InquiryEvent, OutboxMail


class ReadOnly:
    """Nothing is added, changed or removed here: the inbox does it, with a record of each step."""

    def has_add_permission(self, request, obj=None):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


@admin.register(Holiday)
class HolidayAdmin(admin.ModelAdmin):
    list_display = ("date", "name", "is_working_day")
    list_filter = ("is_working_day",)
    search_fields = ("name",)
    date_hierarchy = "date"


@admin.register(Contact)
class ContactAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ("email", "name", "company", "country")
    search_fields = ("email", "name", "company")


class EventInline(ReadOnly, admin.TabularInline):
    model = InquiryEvent
    fields = ("at", "what_happened")
    readonly_fields = fields
    extra = 0

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("by", "to_user")

    @admin.display(description=_("what"))
    def what_happened(self, event):
        return event.sentence


@admin.register(Inquiry)
class InquiryAdmin(ReadOnly, admin.ModelAdmin):
    list_display = (
        "reference",
        "contact",
        "moderation",
        "status",
        "owner",
        "received_at",
        "due_at",
        "thread",
    )
    list_filter = ("moderation", "status", "outcome", "due_kind", "language")
    list_select_related = ("contact", "owner")
    search_fields = ("reference", "contact__email", "contact__name")
    date_hierarchy = "received_at"
    inlines = [EventInline]
    exclude = ("search_text", "network_hash", "text_hash", "repeat_hash", "repeat_slot")

    @admin.display(description=_("thread"))
    def thread(self, inquiry):
        return format_html('<a href="{}">{}</a>', inquiry.get_absolute_url(), _("Open in the inbox"))

    def get_fields(self, request, obj=None):
        return ["thread", *super().get_fields(request, obj)]

    def get_readonly_fields(self, request, obj=None):
        return ["thread"]


@admin.register(InquiryEvent)
class InquiryEventAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ("at", "inquiry", "kind", "actor", "by")
    list_filter = ("kind", "actor")
    list_select_related = ("inquiry", "by")
    date_hierarchy = "at"
    search_fields = ("inquiry__reference",)


@admin.register(OutboxMail)
class OutboxMailAdmin(admin.ModelAdmin):
    """The outbox, where a person lets a failed letter start over."""

    list_display = ("created_at", "letter", "to", "state", "attempts", "next_attempt_at", "last_error")
    list_filter = ("state", "letter", "language")
    search_fields = ("to", "inquiry__reference")
    date_hierarchy = "created_at"
    actions = ["send_again"]

    def has_add_permission(self, request):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def get_readonly_fields(self, request, obj=None):
        return [field.name for field in OutboxMail._meta.fields]

    @admin.action(description=_("Send failed letters again"), permissions=["change"])
    def send_again(self, request, queryset):
        count = sum(mail.send_again() for mail in queryset)
        self.message_user(
            request,
            ngettext("%(count)s letter waits again.", "%(count)s letters wait again.", count)
            % {"count": count},
            messages.SUCCESS,
        )
