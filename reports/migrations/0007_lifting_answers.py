from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor


def forget(apps: Apps, _editor: BaseDatabaseSchemaEditor) -> None:
    """The next refresh writes the answers of every programme anew, with what each would lift."""
    apps.get_model("reports", "EntryAnswer").objects.all().delete()


class Migration(migrations.Migration):
    dependencies = [("reports", "0006_first_versions")]

    operations = [
        migrations.AddField(
            model_name="entryanswer",
            name="steps",
            field=models.PositiveSmallIntegerField(default=0),
        ),
        migrations.RunPython(forget, migrations.RunPython.noop),
    ]
