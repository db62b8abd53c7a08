"""``main(CODE)``: what the database holds after a drill."""

from typing import Any

from assessments.models import Answer, AnswerVersion, Packet
from nsss_gender.audit.models import Event
from nsss_gender.audit.services import log_breaks


def main(code: str) -> dict[str, Any]:
    """Every text of the question ``code`` in the order of writing, heads, packets, moves, breaks of the log."""
    versions = AnswerVersion.objects.filter(answer__question__code=code)
    heads = Answer.objects.filter(question__code=code, head__isnull=False)
    submits = Event.objects.filter(action="submission submit")
    return {
        "texts": list(versions.order_by("at").values_list("text", flat=True)),
        "kept": versions.filter(kept=True).count(),
        "heads": {str(key): text for key, text in heads.values_list("assessment_id", "head__text")},
        "packets": [str(key) for key in Packet.objects.values_list("submission_id", flat=True)],
        "submitted": list(submits.values_list("stream", flat=True)),
        "breaks": [str(broken) for broken in log_breaks()],
    }
