"""The locks under which a report is changed: its row first, then the assessment's."""

from assessments.models import Assessment, Submission


def report_locked(submission: Submission) -> Submission:
    """The report's row, locked until the transaction ends."""
    rows = Submission.objects.select_for_update(of=("self",))
    return rows.select_related("round__questionnaire", "ministry").get(pk=submission.pk)


def assessment_locked(assessment: Assessment, submission: Submission) -> Assessment:
    """The assessment's row, locked, with its locked report."""
    rows = Assessment.objects.select_for_update(of=("self",)).select_related("programme")
    row = rows.get(pk=assessment.pk)
    row.submission = submission
    return row
