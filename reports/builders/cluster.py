"""The chapter of one cluster as a Document: its programmes over all ministries, and its institutional rows."""

from django.utils.translation import gettext as _
from django.utils.translation import override

from programmes.models import Cluster
from reports.builders import chapter
from reports.documents import Document
from reports.models import ActionPlan
from reports.selectors import draft as draft_of


def build(plan: ActionPlan, cluster: Cluster, lang: str) -> Document:
    """The cluster's chapter in one language, as the rows stand now."""
    draft = draft_of(plan, cluster=cluster)
    with override(lang):
        title = _("Gender action plan of the cluster: %(cluster)s") % {"cluster": cluster}
        return chapter.document(draft, lang, code=cluster.code, title=title)
