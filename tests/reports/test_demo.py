"""The demonstration loads once, holds together, and is refused where it has no business."""

from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth import authenticate
from django.core.management import CommandError, call_command
from django.test import RequestFactory
from django.urls import reverse

from assessments.models import AnswerVersion, Round, Submission
from nsss_gender.accounts.enums import Role
from nsss_gender.accounts.models import User
from nsss_gender.audit.services import log_breaks
from reports.builders import plan as plan_builder
from reports.management.demo.people import DEMO_PASSWORD
from reports.models import ActionItem, ActionPlan
from tests.people import signed_in

pytestmark = pytest.mark.django_db
FIXED = {
    "focal-mosw": Role.FOCAL_POINT,
    "contributor-mosw": Role.CONTRIBUTOR,
    "focal-mowca": Role.FOCAL_POINT,
    "reviewer": Role.REVIEWER,
    "approver": Role.APPROVER,
    "coordinator-social-allowance": Role.COORDINATOR,
    "administrator": Role.ADMINISTRATOR,
    "observer": Role.OBSERVER,
}


@pytest.fixture
def register() -> None:
    call_command("load_register", verbosity=0)
    path = Path(settings.BASE_DIR) / "fixtures" / "questionnaires" / "2019.1.yaml"
    call_command("load_questionnaire", str(path))


@pytest.fixture
def demo(register: None, settings: Any, capsys: pytest.CaptureFixture[str]) -> str:
    settings.NSSS_DEMO = True
    call_command("load_demo")
    return capsys.readouterr().out


def test_refused_without_its_switch(register: None, settings: Any) -> None:
    settings.NSSS_DEMO = False
    with pytest.raises(CommandError, match="NSSS_DEMO=1"):
        call_command("load_demo")
    assert not User.objects.exists()


def test_refused_before_the_register(settings: Any) -> None:
    settings.NSSS_DEMO = True
    with pytest.raises(CommandError, match="load_register"):
        call_command("load_demo")
    assert not User.objects.exists()


def test_what_the_demonstration_shows(demo: str) -> None:
    assert f"Password: {DEMO_PASSWORD}" in demo
    for username, role in FIXED.items():
        user = User.objects.get(username=username)
        assert [seat.role for seat in user.seats] == [role]
        assert user.name.startswith("Demo ")
        assert username in demo
        request = RequestFactory().post("/")
        assert authenticate(request, username=username, password=DEMO_PASSWORD) == user
    states = dict(
        Submission.objects.exclude(status="not_started").values_list("ministry__code", "status")
    )
    assert states == {
        "M01": "in_progress",
        "M02": "accepted",
        "M07": "returned",
        "M18": "submitted",
    }
    report = Submission.objects.get(ministry__code="M02")
    assert report.accepted_by != report.recommended_by
    assert log_breaks() == []
    round_ = Round.objects.get()
    assert (round_.title_en, round_.is_open) == ("Demo round", True)
    assert round_.deadline_at.isoweekday() not in {5, 6}


def test_every_typed_answer_is_marked(demo: str) -> None:
    for version in AnswerVersion.objects.select_related("answer__question"):
        typed = [version.missing, version.detail, version.reason]
        if version.answer.question.kind != "fiscal_year":
            typed.append(version.text)
        assert all(text.startswith("Demo text:") for text in typed if text)


def test_the_plan_page_shows_its_rows(demo: str) -> None:
    plan = ActionPlan.objects.get()
    rows = ActionItem.objects.filter(plan=plan).standing()
    assert rows.count() > 20
    reviewer = User.objects.get(username="reviewer")
    page = signed_in(reviewer).get(reverse("reports:plan", args=[plan.pk])).content.decode()
    assert all(row.reference in page for row in rows.select_related("entry__ministry"))
    assert "report not yet accepted" in page
    for lang in ("en", "bn"):
        assert plan_builder.build(plan, lang).digest()


def test_loading_again_changes_nothing(demo: str, capsys: pytest.CaptureFixture[str]) -> None:
    counts = (User.objects.count(), AnswerVersion.objects.count(), ActionItem.objects.count())
    call_command("load_demo")
    assert "unchanged" in capsys.readouterr().out
    assert counts == (
        User.objects.count(),
        AnswerVersion.objects.count(),
        ActionItem.objects.count(),
    )
