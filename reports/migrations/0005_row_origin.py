from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("reports", "0004_rows_of_ministries")]

    operations = [
        migrations.AddConstraint(
            model_name='actionitem',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('answer_version__isnull', False), ('entry__isnull', False), ('institutional_kind', ''), ('ministry__isnull', False), ('origin', 'answer'), ('packet__isnull', False)), models.Q(('cluster', None), ('entry', None), ('gain', 0), ('ministry__isnull', False), ('origin', 'ministry')), models.Q(('cluster__isnull', False), ('entry', None), ('gain', 0), ('ministry', None), ('origin', 'cluster')), models.Q(('cluster', None), ('entry', None), ('gain', 0), ('ministry', None), ('origin', 'cabinet')), _connector='OR'), name='action_item_origin'),
        ),
    ]
