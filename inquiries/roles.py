"""The officers' groups, made anew after each migrate.

A migration could not: on a fresh database it runs before any permission exists.
"""

from django.apps import apps
from django.contrib.auth.management import create_permissions
from django.contrib.auth.models import Group, Permission, User
from django.db.models import Q

OFFICER = "officer"
MANAGER = "officer manager"

_OFFICER_MAY = (
    "work_inbox",
    "view_inquiry",
    "view_contact",
    "view_message",
    "view_inquiryevent",
    "view_outboxmail",
    "view_holiday",
)
_MANAGER_MAY = (
    *_OFFICER_MAY,
    "assign_inquiry",
    "add_holiday",
    "change_holiday",
    "delete_holiday",
    "change_outboxmail",
)


def make_groups(*, using="default"):
    """Give both groups the permissions they need; what an administrator has added stays."""
    # Whichever receiver of the same signal comes first.
    create_permissions(apps.get_app_config("inquiries"), verbosity=0, using=using)
    for name, codenames in ((OFFICER, _OFFICER_MAY), (MANAGER, _MANAGER_MAY)):
        group, _created = Group.objects.using(using).get_or_create(name=name)
        group.permissions.add(
            *Permission.objects.using(using).filter(
                content_type__app_label="inquiries", codename__in=codenames
            )
        )


def officers():
    """Everybody to whom an inquiry can be given."""
    may = Q(codename="work_inbox", content_type__app_label="inquiries")
    permissions = Permission.objects.filter(may)
    return (
        User.objects.filter(is_active=True)
        .filter(
            Q(is_superuser=True)
            | Q(groups__permissions__in=permissions)
            | Q(user_permissions__in=permissions)
        )
        .distinct()
        .order_by("username")
    )
