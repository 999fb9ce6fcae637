"""Who may do what: each role is a group, and a group is a list of permissions.

The groups are made anew after every migrate, so that a role means the same on
every machine. What a role may do with one page, such as an own draft only, is
told by the page itself (`is_editable_by`).
"""

from django.apps import apps
from django.contrib.auth.management import create_permissions
from django.contrib.auth.models import Group, Permission
from django.utils.translation import gettext_lazy as _

WRITER = "writer"
EDITOR = "editor"
PUBLISHER = "publisher"
ZONE_EDITOR = "zone editor"
ADMINISTRATOR = "administrator"

LABELS = {
    WRITER: _("Writer"),
    EDITOR: _("Editor"),
    PUBLISHER: _("Publisher"),
    ZONE_EDITOR: _("Zone editor"),
    ADMINISTRATOR: _("Administrator"),
}

# What belongs to a profile and is edited on its page.
FACTS = [
    "zonename",
    "zonerelation",
    "zoneevent",
    "target",
    "area",
    "industryrole",
    "indicator",
    "firm",
    "connection",
    "cost",
    "incentive",
    "site",
    "desk",
    "zonephoto",
    "document",
]
# The controlled lists.
LISTS = [
    "level",
    "zonetype",
    "industry",
    "industrylabel",
    "unit",
    "indicatorkind",
    "connectionkind",
    "costkind",
    "section",
    "topic",
    "province",
    "city",
]
SHARED = ["source", "image"]
# The portal's rules as data: editors set them, zone editors live by them.
POLICY = ["plausiblerange", "exchangerate"]


def _each(models, *actions):
    return {f"{action}_{model}" for model in models for action in actions}


_READING = _each(
    [*LISTS, *SHARED, *FACTS, "zone", "article", "gallerypicture", "pageevent", "change"], "view"
)
_WRITING = (
    _READING
    | _each(["article", "gallerypicture"], "add", "change", "delete")
    | _each(SHARED, "add")
    | _each(["topic"], "add")
)
_EDITING = (
    _WRITING
    | _each([*LISTS, *SHARED, *FACTS], "add", "change", "delete")
    | _each(["zone"], "add", "change")
    | _each(["oldaddress", *POLICY], "view", "add", "change", "delete")
    | _each(["reviewinterval"], "view", "change")
    | _each(["zoneeditor"], "view")
    | {"publish_article", "publish_zone"}
)
_ZONE_EDITING = (
    _each([*LISTS, *SHARED, *POLICY, "reviewinterval", "zone", "pageevent", "change"], "view")
    | _each(SHARED, "add")
    | _each(["zone"], "change")
    | _each(FACTS, "view", "add", "change", "delete")
)

# Role -> codenames of permissions of this app. None: every permission there is.
ROLES = {
    WRITER: _WRITING,
    EDITOR: _EDITING,
    PUBLISHER: _EDITING,
    ZONE_EDITOR: _ZONE_EDITING,
    ADMINISTRATOR: None,
}


def establish(*, using="default"):
    """Make the groups and give each exactly its permissions. Doing it again changes nothing."""
    # Django makes permissions after each migrate too, and nothing says that it comes first.
    create_permissions(apps.get_app_config("zones"), verbosity=0, using=using)
    permissions = Permission.objects.using(using)
    for role, codenames in ROLES.items():
        group, _made = Group.objects.using(using).get_or_create(name=role)
        wanted = (
            permissions.all()
            if codenames is None
            else permissions.filter(content_type__app_label="zones", codename__in=codenames)
        )
        group.permissions.set(wanted)
