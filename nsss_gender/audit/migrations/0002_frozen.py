"""The database itself refuses to change the rows of the log, whatever path leads there.

SQLite gets no DELETE trigger: Django's test flush deletes row by row there (on PostgreSQL it
truncates, which fires no row trigger). A removed row is found by ``verify_audit`` on both.
"""

from django.db import migrations

TABLES = ("audit_event", "audit_checkpoint")

SQLITE = """
CREATE TRIGGER {table}_frozen BEFORE UPDATE ON {table}
BEGIN SELECT RAISE(ABORT, 'rows of {table} never change'); END
"""
POSTGRESQL = """
CREATE FUNCTION {table}_frozen() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'rows of {table} never change'; END $$;
CREATE TRIGGER {table}_frozen BEFORE UPDATE OR DELETE ON {table}
FOR EACH ROW EXECUTE FUNCTION {table}_frozen()
"""
FORWARDS = {"sqlite": SQLITE, "postgresql": POSTGRESQL}
BACKWARDS = {
    "sqlite": "DROP TRIGGER {table}_frozen",
    "postgresql": "DROP FUNCTION {table}_frozen() CASCADE",
}


def run(schema_editor, statements):
    for table in TABLES:
        statement = statements[schema_editor.connection.vendor]
        schema_editor.execute(statement.format(table=table), params=None)


def freeze(apps, schema_editor):
    run(schema_editor, FORWARDS)


def thaw(apps, schema_editor):
    run(schema_editor, BACKWARDS)


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial")]

    operations = [migrations.RunPython(freeze, thaw)]
