"""The demonstration loads once, holds together, and is refused where it has no business."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth import authenticate
from django.core.management import CommandError, call_command
from django.db import transaction
from django.test import RequestFactory, override_settings
from django.urls import reverse
from django.utils import timezone
from django.utils.html import escape

from assessments.deadlines import local_day
from assessments.models import (
    AnswerVersion,
    Consultation,
    ConsultationWaiver,
    Explanation,
    Extension,
    Holiday,
    Packet,
    PartnerStatement,
    ReviewReply,
    Round,
    Submission,
)
from assessments.selectors.due import round_dues
from nsss_gender.accounts.enums import Role
from nsss_gender.accounts.models import Ministry, User
from nsss_gender.audit.models import Event
from nsss_gender.audit.services import log_breaks
from reports.builders import plan as plan_builder
from reports.management.demo.people import ACCOUNTS, DEMO_PASSWORD
from reports.models import ActionItem, ActionPlan, PlanEntry, PlanText
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
STATES = {
    "accepted": ["M02", "M04", "M06", "M08", "M11", "M12", "M13", "M17", "M32"],
    "cleared": ["M15"],
    "in_progress": ["M01", "M03", "M16", "M23", "M24", "M25"],
    "not_started": ["M09", "M27", "M28"],
    "recommended": ["M21"],
    "returned": ["M07"],
    "submitted": ["M10", "M14", "M18", "M26"],
    "under_review": ["M05", "M22"],
}


def register_load() -> None:
    call_command("load_register", verbosity=0, stdout=StringIO())
    call_command("load_references", stdout=StringIO())
    path = Path(settings.BASE_DIR) / "fixtures" / "questionnaires" / "2019.1.yaml"
    call_command("load_questionnaire", str(path), stdout=StringIO())


def demo_load() -> str:
    said = StringIO()
    with override_settings(NSSS_DEMO=True):
        call_command("load_demo", stdout=said)
    return said.getvalue()


@pytest.fixture(scope="module")
def told(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    """The demonstration, loaded once for this file; each test undoes what it does by itself."""
    kept = override_settings(MEDIA_ROOT=tmp_path_factory.mktemp("demo"))
    with django_db_blocker.unblock(), transaction.atomic():
        with kept:
            register_load()
            said = demo_load()
        yield said
        transaction.set_rollback(True)


@pytest.fixture
def demo(told: str, db: None, settings: Any) -> str:
    settings.NSSS_DEMO = True
    return told


def test_refused_before_the_register():
    with pytest.raises(CommandError, match="load_register"):
        demo_load()
    assert not User.objects.exists()


def test_refused_without_its_switch(settings: Any):
    register_load()
    settings.NSSS_DEMO = False
    with pytest.raises(CommandError, match="NSSS_DEMO=1"):
        call_command("load_demo")
    assert not User.objects.exists()


def test_the_people_are_demo_people(demo: str):
    assert f"Password: {DEMO_PASSWORD}" in demo
    for username, role in FIXED.items():
        user = User.objects.get(username=username)
        assert [seat.role for seat in user.seats] == [role]
        assert username in demo
        request = RequestFactory().post("/")
        assert authenticate(request, username=username, password=DEMO_PASSWORD) == user
    assert User.objects.count() == len(ACCOUNTS) + 1
    assert all(user.name.startswith("Demo ") for user in User.objects.all())


def test_reports_in_every_state(demo: str):
    states = defaultdict(list)
    for report in Submission.objects.filter(number=0).order_by("ministry__code"):
        states[report.status].append(report.ministry.code)
    assert states == STATES
    assert list(Submission.objects.filter(number=1).values_list("status")) == [("in_progress",)]
    report = Submission.objects.get(ministry__code="M02")
    assert report.accepted_by != report.recommended_by
    outcomes = ReviewReply.objects.values_list("outcome", flat=True)
    assert sorted(outcomes) == ["addressed"] * 4 + ["agreed", "agreed", "differs", "differs"]
    assert [row.stance for row in PartnerStatement.objects.all()] == ["dissent"]
    assert sorted(Extension.objects.values_list("ministry__code", "state")) == [
        ("M01", "granted"),
        ("M25", "asked"),
    ]


def test_the_days_follow_today(demo: str):
    round_, now = Round.objects.get(), timezone.now()
    assert (round_.title_en, round_.is_open) == ("Demo round", True)
    assert round_.deadline_at.isoweekday() not in {5, 6}
    assert round_.opened_at < round_.deadline_at < now
    dues = round_dues(round_)
    sent = Submission.objects.filter(submitted_at__isnull=False).select_related("round")
    standings = {row.ministry.code: dues.standing(row, row.submitted_at) for row in sent}
    late = {code: one.working_days for code, one in standings.items() if one.late}
    assert late.pop("M10") in {3, 4}  # sent today, which may be a weekly holiday
    assert late == {"M11": 2, "M14": 2, "M26": 2}
    holiday = Holiday.objects.get()
    assert local_day(round_.deadline_at) < holiday.day < timezone.localdate()
    assert dues.at(round_, Submission.objects.get(ministry__code="M01").ministry_id) > now


def test_what_is_dated_back_is_in_order(demo: str):
    """Whoever reads a history finds no answer younger than the packet it is in."""
    assert log_breaks() == []
    for packet in Packet.objects.select_related("submission"):
        stream = Event.objects.filter(stream=packet.submission.stream).order_by("sequence")
        moments = list(stream.values_list("at", flat=True))
        assert moments == sorted(moments)
        versions = AnswerVersion.objects.filter(answer__assessment__submission=packet.submission)
        sent = packet.submission.packets.latest("number").created_at
        assert all(version.at < sent for version in versions)


def test_every_typed_answer_is_marked(demo: str):
    for version in AnswerVersion.objects.select_related("answer__question"):
        typed = [version.missing, version.detail, version.reason]
        if version.answer.question.kind != "fiscal_year":
            typed.append(version.text)
        assert all(text.startswith("Demo text:") for text in typed if text)


def test_the_plan_and_its_chapters_show_it(demo: str):
    plan = ActionPlan.objects.get()
    rows = ActionItem.objects.filter(plan=plan).standing()
    assert rows.count() > 100
    levels = {entry.score.level for entry in PlanEntry.objects.filter(plan=plan) if entry.score}
    assert levels == {1, 2, 3, 4}
    desk = signed_in(User.objects.get(username="reviewer"))
    page = desk.get(reverse("reports:plan", args=[plan.pk])).content.decode()
    accepted = Ministry.objects.filter(code__in=STATES["accepted"])
    assert [row.name_en for row in accepted if escape(row.name_en) not in page] == []
    ministry = Ministry.objects.get(code="M32")
    page = desk.get(reverse("reports:chapter", args=[plan.pk, ministry.pk])).content.decode()
    assert all(row.reference in page for row in rows.filter(ministry=ministry))
    for lang in ("en", "bn"):
        assert plan_builder.build(plan, lang).digest()


def test_rows_are_written_decided_and_left_open(demo: str):
    rows = ActionItem.objects.filter(plan=ActionPlan.objects.get()).standing()
    kinds = Counter(rows.values_list("disposition", flat=True))
    assert (kinds["merged"], kinds["dropped"]) == (4, 4)
    assert rows.filter(priority_override="high").count() == 4
    assert rows.exclude(cost_crore=None).count() > 20
    assert rows.filter(cost_crore=None).count() > 20
    assert rows.untranslated("bn").exists()
    assert PlanText.objects.exclude(body_en="").exclude(body_bn="").count() == 3
    institutional = rows.filter(entry=None).values_list("origin", flat=True)
    assert sorted(institutional) == ["cabinet", "cluster", "ministry"]


def test_loading_again_changes_nothing(demo: str):
    counts = (User.objects.count(), AnswerVersion.objects.count(), ActionItem.objects.count())
    assert "unchanged" in demo_load()
    assert counts == (
        User.objects.count(),
        AnswerVersion.objects.count(),
        ActionItem.objects.count(),
    )


def test_a_dissent_a_waiver_and_explained_contradictions_are_there(demo: str):
    assert Consultation.objects.filter(stance="dissent").count() == 1
    assert [row.submission.ministry.code for row in ConsultationWaiver.objects.all()] == ["M11"]
    texts = set(Explanation.objects.values_list("text", flat=True))
    assert len(texts) == 1
    assert texts.pop().startswith("Demo text:")
