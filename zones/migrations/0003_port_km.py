from django.db import migrations
from django.db.models import Min, OuterRef, Subquery


def derive(apps, schema_editor):
    """The distance to a port of zones whose connections stood before the column did."""
    alias = schema_editor.connection.alias
    connections = apps.get_model("zones", "Connection").objects.using(alias)
    ways = connections.filter(zone=OuterRef("pk"), kind__slug__in=["seaport", "river-port"]).order_by()
    least = ways.values("zone").annotate(least=Min("distance_km")).values("least")
    apps.get_model("zones", "Zone").objects.using(alias).update(port_km=Subquery(least))


class Migration(migrations.Migration):

    dependencies = [
        ("zones", "0002_provenance_policy"),
    ]

    operations = [
        migrations.RunPython(derive, migrations.RunPython.noop, elidable=True),
    ]
