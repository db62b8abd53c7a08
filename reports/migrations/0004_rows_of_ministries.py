"""Rows written before a row could belong to an institution belong to the ministry of their programme."""

from typing import Any

from django.db import migrations
from django.db.models import OuterRef, Subquery


def name_ministries(apps: Any, _schema: Any) -> None:
    """In one statement; running it again changes nothing."""
    items, entries = apps.get_model("reports", "ActionItem"), apps.get_model("reports", "PlanEntry")
    own = entries.objects.filter(pk=OuterRef("entry_id")).order_by().values("ministry_id")[:1]
    items.objects.filter(ministry=None).exclude(entry=None).update(ministry_id=Subquery(own))


class Migration(migrations.Migration):
    dependencies = [("reports", "0003_plans_in_full")]
    operations = [migrations.RunPython(name_ministries, migrations.RunPython.noop)]
