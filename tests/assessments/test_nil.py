"""The nil report: one cleared sentence, through every state it can reach (product.md section 2.2)."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from assessments.enums import SubmissionStatus
from assessments.models import Submission
from assessments.permissions import can_fill
from assessments.services import listing, submissions
from nsss_gender.accounts.enums import Role
from nsss_gender.accounts.models import User
from tests.assessments.factories import clear, consultation_add, fresh, make_round, make_scene
from tests.people import make_ministry, make_user, signed_in

pytestmark = pytest.mark.django_db

STATEMENT = "The ministry runs no social-security programme."


@pytest.fixture
def empty() -> tuple[Submission, User]:
    """A report of a ministry without programmes, and its focal point."""
    administrator = make_user("alice", Role.ADMINISTRATOR)
    ministry = make_ministry(role_in_nsss="social")
    focal = make_user("bob", Role.FOCAL_POINT, ministry)
    round_ = make_round(administrator)
    return Submission.objects.get(round=round_, ministry=ministry), focal


def test_it_is_cleared_and_submitted_without_anything_else(empty: tuple[Submission, User]):
    submission, focal = empty
    clear(submission, focal, nil_statement=STATEMENT)
    packet = submissions.submission_submit(submission=submission, by=focal)
    row = fresh(submission)
    assert row.status == SubmissionStatus.SUBMITTED
    assert row.list_confirmed_by == focal
    assert (packet.data["nil_statement"], packet.data["assessments"]) == (STATEMENT, [])


def test_it_needs_its_sentence(empty: tuple[Submission, User]):
    submission, focal = empty
    with pytest.raises(PermissionDenied):
        clear(submission, focal)
    assert fresh(submission).status == SubmissionStatus.NOT_STARTED


def test_a_recalled_one_can_be_cleared_again(empty: tuple[Submission, User]):
    submission, focal = empty
    clear(submission, focal, nil_statement=STATEMENT)
    submissions.submission_submit(submission=submission, by=focal)
    submissions.submission_recall(submission=submission, reason="A wrong date.", by=focal)
    assert fresh(submission).status == SubmissionStatus.IN_PROGRESS
    with pytest.raises(ValidationError):
        clear(submission, focal)
    clear(submission, focal, nil_statement=STATEMENT)
    packet = submissions.submission_submit(submission=submission, by=focal)
    assert packet.number == 2


def test_nothing_else_can_be_written_in_it(empty: tuple[Submission, User]):
    submission, focal = empty
    assert not can_fill(focal, submission)
    with pytest.raises(PermissionDenied):
        listing.list_confirm(submission=submission, by=focal)
    with pytest.raises(PermissionDenied):
        consultation_add(submission, focal)
    assert fresh(submission).status == SubmissionStatus.NOT_STARTED


def test_a_report_with_programmes_is_never_nil():
    scene = make_scene("in_progress")
    with pytest.raises(PermissionDenied):
        clear(scene.submission, scene.focal, nil_statement=STATEMENT)


def test_its_page_asks_for_the_sentence(empty: tuple[Submission, User]):
    submission, focal = empty
    page = signed_in(focal).get(f"/reports/{submission.pk}/clear/")
    assert page.status_code == 200
    assert 'name="nil_statement"' in page.content.decode()
