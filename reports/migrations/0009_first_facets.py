from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor


def forget(apps: Apps, _editor: BaseDatabaseSchemaEditor) -> None:
    """The next refresh writes the facts of every programme anew, with one first code on each axis."""
    apps.get_model("reports", "EntryFacet").objects.all().delete()
    apps.get_model("reports", "EntryAnswer").objects.all().delete()


class Migration(migrations.Migration):
    dependencies = [("reports", "0008_printed_parts")]

    operations = [
        migrations.AddField(
            model_name="entryfacet",
            name="first",
            field=models.BooleanField(default=False),
        ),
        migrations.RunPython(forget, migrations.RunPython.noop),
    ]
