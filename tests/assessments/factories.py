"""A small round for tests: ministries, programmes, people, answers, and the way to any state.

Everything that has a service goes through it, so that a scene is what the product itself would hold.
"""

import datetime as dt
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import count
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import timezone

from assessments.enums import CommentKind, ConsultedKind, Stance, StrategyKind, StrategyState
from assessments.models import (
    Answer,
    Assessment,
    CommentDraft,
    Extension,
    HandOut,
    Holiday,
    Letter,
    Packet,
    Questionnaire,
    ReviewComment,
    Round,
    Submission,
)
from assessments.models.clearance import printed_code
from assessments.schema import Question
from assessments.services import (
    answers,
    drafted,
    extensions,
    handing,
    letters,
    questionnaires,
    replies,
    reports,
    reviews,
    rounds,
    submissions,
)
from assessments.services.packets import draft_digest
from nsss_gender.accounts.enums import Grade, Role
from nsss_gender.accounts.models import Ministry, User
from programmes.models import (
    Cluster,
    LifecycleStage,
    Programme,
    ProgrammeMinistry,
    ProgrammeName,
    TargetGroup,
)
from tests.people import make_ministry, make_seat, make_user

STATES = (
    "not_started",
    "in_progress",
    "cleared",
    "submitted",
    "under_review",
    "returned",
    "recommended",
    "accepted",
)
_numbers = count(1)


def fresh(row: Any) -> Any:
    """The row as the database holds it now."""
    return type(row).objects.get(pk=row.pk)


@lru_cache(maxsize=1)
def questionnaire_text() -> str:
    """The first questionnaire's file."""
    path = Path(settings.BASE_DIR) / "fixtures" / "questionnaires" / "2019.1.yaml"
    return path.read_text(encoding="utf-8")


def make_questionnaire() -> Questionnaire:
    """The first questionnaire, published; the same rows when asked again."""
    return questionnaires.questionnaire_publish(text=questionnaire_text(), by=None)[0]


def make_cluster(code: str = "", **fields: Any) -> Cluster:
    number = next(_numbers)
    given = {"name_en": f"Cluster {number}", "name_bn": f"ক্লাস্টার {number}", "order": number}
    return Cluster.objects.create(code=code or f"cluster-{number}", **(given | fields))


def make_terms() -> None:
    """The stage and the group that the filled forms name."""
    LifecycleStage.objects.get_or_create(
        code="old_age", defaults={"name_en": "Old age", "name_bn": "বার্ধক্য"}
    )
    TargetGroup.objects.get_or_create(code="women", defaults={"name_en": "Women", "name_bn": "নারী"})


def make_programme(ministry: Ministry, name: str = "", **fields: Any) -> Programme:
    """A programme that ``ministry`` leads today."""
    number = next(_numbers)
    given = {
        "code": f"X{number:03}",
        "name_en": name or f"Programme {number}",
        "name_bn": f"কর্মসূচি {number}",
        "grade": Grade.OFFICIAL,
    }
    programme = Programme.objects.create(**(given | fields))
    ProgrammeName.objects.create(
        programme=programme, name_en=programme.name_en, name_bn=programme.name_bn
    )
    ProgrammeMinistry.objects.create(programme=programme, ministry=ministry)
    return programme


def make_holiday(day: dt.date, name: str = "Victory Day", **fields: Any) -> Holiday:
    """A public holiday; the same row when asked again."""
    given = {"name_en": name, "name_bn": "বিজয় দিবস", "grade": Grade.BACKGROUND}
    return Holiday.objects.get_or_create(day=day, defaults=given | fields)[0]


def make_round(by: User, *, opened: bool = True, days: int = 14, **fields: Any) -> Round:
    """A round over all ministries and programmes that exist now; the deadline in ``days`` days."""
    given: dict[str, Any] = {
        "key": uuid.uuid4(),
        "titles": ("First round", "প্রথম পর্যায়"),
        "questionnaire": make_questionnaire(),
        "deadline_at": timezone.now() + dt.timedelta(days=days),
        "consultation_minimum": 1,
    }
    row = rounds.round_create(by=by, **(given | fields))
    return rounds.round_open(round_=row, by=by) if opened else row


# ── Answers ─────────────────────────────────────────────────────────────────────────────────────


def judged_values(question: Question, judgement: str, **fields: Any) -> dict[str, dict[str, Any]]:
    """Values by code that give a judged question the judgement, with all it then requires."""
    own: dict[str, Any] = {} if question.parts else {"judgement": judgement}
    if judgement == "partly":
        own["missing"] = "Field offices are not covered yet."
    if judgement in {"no", "partly"}:
        own["feasibility"] = "now"
    if judgement == "na":
        own["reason"] = "It does not apply to this programme."
    own |= fields
    parts = {part.code: {"judgement": _part(judgement, i)} for i, part in enumerate(question.parts)}
    return {**parts, **({question.code: own} if own else {})}


def _part(judgement: str, index: int) -> str:
    """Parts that together give "partly" are a yes followed by noes."""
    if judgement == "partly":
        return "yes" if index == 0 else "no"
    return judgement


def values_of(
    questionnaire: Questionnaire, judgements: str | Mapping[str, str] = "yes"
) -> dict[str, dict[str, Any]]:
    """Values by code for the whole form: one judgement for all items, or one for each code."""
    found: dict[str, dict[str, Any]] = {}
    for question in questionnaire.schema().questions:
        if question.judged:
            judgement = (
                judgements if isinstance(judgements, str) else judgements.get(question.code, "yes")
            )
            found |= judged_values(question, judgement)
        elif question.required:
            found[question.code] = _stated(question)
    return found


def _stated(question: Question) -> dict[str, Any]:
    if question.kind == "identification":
        return {"choices": ["confirmed"]}
    sourced = {
        "approaches": "equal",
        "functions": "protective",
        "stages": "old_age",
        "groups": "women",
    }
    if question.kind in {"choice", "choices"}:
        code = sourced.get(question.source) or question.options[0].code
        return {"choices": [code]}
    return {"text": "2015-16" if question.kind == "fiscal_year" else "As the register says."}


def answers_save(
    assessment: Assessment, values: Mapping[str, Mapping[str, Any]], *, by: User, **options: Any
) -> dict[str, answers.Saved]:
    """Save values by code on top of what stands now."""
    heads = {
        row.question.code: row.head.number
        for row in Answer.objects.filter(assessment=assessment).select_related("head", "question")
        if row.head
    }
    drafts = {code: answers.Draft(heads.get(code, 0), given) for code, given in values.items()}
    given = {"token": uuid.uuid4()} | options
    return answers.answers_save(assessment=fresh(assessment), drafts=drafts, by=by, **given)


def answers_fill(
    assessment: Assessment,
    by: User,
    judgements: str | Mapping[str, str] = "yes",
    **overrides: Mapping[str, Any],
) -> None:
    """Answer the whole form: ``answers_fill(row, focal, "no")``, ``answers_fill(row, focal, {"Q8": "na"})``.

    ``overrides`` are further values by code, written on top.
    """
    values = values_of(assessment.submission.round.questionnaire, judgements)
    for code, given in overrides.items():
        values[code] = {**values.get(code, {}), **given}
    answers_save(assessment, values, by=by)


# ── A scene ─────────────────────────────────────────────────────────────────────────────────────


@dataclass
class Scene:
    """A round with two ministries and everybody who has a part in it.

    ``submission`` and ``focal`` are the first ministry's; ``other`` and ``stranger`` the second's.
    """

    round: Round
    ministry: Ministry
    other_ministry: Ministry
    people: dict[str, User]
    cluster: Cluster
    judgements: str | Mapping[str, str] = "yes"
    programmes: list[Programme] = field(default_factory=list)

    def __getattr__(self, name: str) -> User:
        """``scene.focal``, ``scene.reviewer`` and everybody else in ``people``."""
        try:
            people: dict[str, User] = self.__dict__["people"]
            return people[name]
        except KeyError:
            raise AttributeError(name) from None

    @property
    def submission(self) -> Submission:
        """The first ministry's report, as it stands now."""
        return Submission.objects.get(round=self.round, ministry=self.ministry, number=0)

    @property
    def other(self) -> Submission:
        """The second ministry's report, as it stands now."""
        return Submission.objects.get(round=self.round, ministry=self.other_ministry, number=0)

    @property
    def assessments(self) -> list[Assessment]:
        """The first ministry's assessments, by the programmes' codes."""
        return list(
            Assessment.objects.filter(submission=self.submission)
            .select_related("programme", "submission__round__questionnaire")
            .order_by("programme__code")
        )

    @property
    def assessment(self) -> Assessment:
        return self.assessments[0]

    @property
    def packet(self) -> Packet:
        return self.submission.packets.latest("number")

    # The way from state to state, each step through its service

    def fill(self) -> None:
        """Everything that a clearance needs, without the clearance."""
        for assessment in self.assessments:
            answers_fill(assessment, self.focal, self.judgements)
        strategies_save(self.submission, self.focal)
        consultation_add(self.submission, self.focal)

    def clear(self) -> None:
        clear(self.submission, self.focal)

    def submit(self) -> Packet:
        return submissions.submission_submit(submission=self.submission, by=self.focal)

    def claim(self) -> None:
        submissions.submission_claim(submission=self.submission, by=self.reviewer)

    def comment(self, code: str = "Q8", **fields: Any) -> ReviewComment:
        return comment(self.assessment, self.reviewer, code, **fields)

    def send_return(self) -> None:
        """Return the report with a must-fix on Q8 of the first programme."""
        points = ReviewComment.objects.unresolved().filter(packet__submission=self.submission)
        if not points.filter(kind=CommentKind.MUST_FIX).exists():
            self.comment()
        submissions.submission_return(
            submission=self.submission, reason="Please look at Q8 again.", by=self.reviewer
        )

    def answer_points(self, values: Mapping[str, Mapping[str, Any]] | None = None) -> None:
        """Reply to every must-fix, write ``values`` in the first programme, and clear again."""
        points = ReviewComment.objects.unresolved().filter(kind=CommentKind.MUST_FIX)
        for point in points.filter(packet__submission=self.submission):
            reply(point, self.focal, text="Done.")
        if values:
            answers_save(self.assessment, values, by=self.focal)
        self.clear()

    def settle(self) -> None:
        open_points = ReviewComment.objects.unresolved()
        for comment_ in open_points.filter(packet__submission=self.submission):
            reviews.comment_resolve(comment=comment_, by=self.reviewer)
        for assessment in self.assessments:
            if not assessment.not_assessed:
                reviews.assessment_settle(assessment=assessment, by=self.reviewer)

    def recommend(self) -> None:
        self.settle()
        submissions.submission_recommend(
            submission=self.submission, recommendation="It can be accepted.", by=self.reviewer
        )

    def accept(self) -> None:
        submissions.submission_accept(submission=self.submission, by=self.approver)

    def bring(self, state: str) -> "Scene":
        """Go through all states before ``state`` and into it, from "not started"."""
        way = {
            "in_progress": (self.fill,),
            "cleared": (self.fill, self.clear),
            "submitted": (self.fill, self.clear, self.submit),
        }
        way["under_review"] = (*way["submitted"], self.claim)
        way["returned"] = (*way["under_review"], self.send_return)
        way["recommended"] = (*way["under_review"], self.recommend)
        way["accepted"] = (*way["recommended"], self.accept)
        for step in way.get(state, ()):
            step()
        assert self.submission.status == state
        return self


def make_scene(
    state: str = "not_started",
    *,
    programmes: int = 1,
    judgements: str | Mapping[str, str] = "yes",
    **round_fields: Any,
) -> Scene:
    """A scene whose first ministry, with ``programmes`` programmes, has a report in ``state``.

    The first ministry's programmes lie in a cluster that ``coordinator`` leads. The second ministry
    has one programme, in no cluster, and has done nothing.
    """
    ministry, other = make_ministry(role_in_nsss="social"), make_ministry(role_in_nsss="social")
    people = _people(ministry, other)
    lead = people["coordinator"].seats[0].ministry
    cluster = make_cluster(coordinator=lead)
    make_terms()
    rows = [make_programme(ministry, cluster=cluster) for _ in range(programmes)]
    make_programme(other)
    round_ = make_round(people["administrator"], **round_fields)
    scene = Scene(round_, ministry, other, people, cluster, judgements, rows)
    return scene.bring(state) if round_.is_open else scene


def _people(ministry: Ministry, other: Ministry) -> dict[str, User]:
    number = next(_numbers)
    people = {
        "focal": make_user(f"focal-{number}", Role.FOCAL_POINT, ministry),
        "contributor": make_user(f"contributor-{number}", Role.CONTRIBUTOR, ministry),
        "stranger": make_user(f"stranger-{number}", Role.FOCAL_POINT, other),
        "nobody": make_user(f"nobody-{number}"),
        "second_reviewer": make_user(f"second-reviewer-{number}"),
    }
    for role in (
        Role.REVIEWER,
        Role.TECHNICAL_SUPPORT,
        Role.APPROVER,
        Role.COORDINATOR,
        Role.ADMINISTRATOR,
        Role.OBSERVER,
    ):
        people[role.value] = make_user(f"{role.value}-{number}", role)
    make_seat(people["second_reviewer"], Role.REVIEWER)
    return people


# ── Single steps ────────────────────────────────────────────────────────────────────────────────


def strategies_save(submission: Submission, by: User) -> None:
    values = {"state": StrategyState.NONE, "title": "", "reference": "", "commitments": ""}
    for kind in StrategyKind.values:
        reports.strategy_save(submission=submission, kind=kind, base=0, values=values, by=by)


def consultation_add(submission: Submission, by: User, **fields: Any) -> None:
    values = {
        "kind": ConsultedKind.BENEFICIARIES,
        "who": "Widows of two unions",
        "held_on": dt.date(2019, 2, 3),
        "women": 14,
        "men": 2,
        "said": "",
        "stance": Stance.CONCUR,
    }
    reports.consultation_add(submission=submission, key=uuid.uuid4(), values=values | fields, by=by)


def clear(submission: Submission, by: User, **fields: Any) -> None:
    given: dict[str, Any] = {
        "name": "Rahima Khatun",
        "post": "Joint Secretary",
        "memo_number": "41.00.0000.012.18.001.19-17",
        "cleared_on": dt.date(2019, 2, 12),
    }
    if "nil_statement" not in fields:
        given["code"] = printed_code(draft_digest(submission))
    signed = submissions.Signed(**(given | fields))
    submissions.submission_clear(submission=submission, signed=signed, by=by)


def comment(
    assessment: Assessment,
    by: User,
    code: str = "Q8",
    kind: str = CommentKind.MUST_FIX,
    **fields: Any,
) -> ReviewComment:
    """A comment; ``fields`` are the key and whatever else a remark holds."""
    key = fields.pop("key", None) or uuid.uuid4()
    said = {"text": "Say which practices are meant."} | fields
    remark = reviews.Remark(code=code, kind=kind, **said)
    return reviews.comment_add(assessment=assessment, key=key, remark=remark, by=by)


def hand_out(
    assessment: Assessment,
    to: User,
    by: User,
    *,
    section: str = "",
    question: str = "",
    days: int = 5,
) -> HandOut:
    """Hand a programme, or a part of it, to the first seat of a contributor."""
    return handing.hand_out(
        assessment=assessment,
        key=uuid.uuid4(),
        seat=to.seats[0],
        due_on=timezone.localdate() + dt.timedelta(days=days),
        note="",
        by=by,
        part=handing.Part(section, question),
    )


def extension_ask(scene: Scene, days: int = 30, by: User | None = None) -> Extension:
    """The request of a focal point (the first ministry's) for more time, in ``days`` days from now."""
    by = by or scene.focal
    return extensions.extension_ask(
        key=uuid.uuid4(),
        submission=scene.submission if by == scene.focal else scene.other,
        until=timezone.now() + dt.timedelta(days=days),
        reason="The field offices need another week.",
        by=by,
    )


def letter_values(**fields: Any) -> dict[str, Any]:
    """A whole call letter in both languages."""
    given: dict[str, Any] = {
        "memo_number": "04.00.0000.111.22.333.19-44",
        "dated_on": dt.date(2019, 1, 31),
        "letterhead_en": "Government\nCabinet Division",
        "letterhead_bn": "গণপ্রজাতন্ত্রী বাংলাদেশ সরকার\nমন্ত্রিপরিষদ বিভাগ",
        "subject_en": "Call for {round}",
        "subject_bn": "{round} প্রসঙ্গে",
        "body_en": "Please report by {deadline}.\n{ministry} is asked.",
        "body_bn": "{deadline} তারিখের মধ্যে প্রতিবেদন দাখিল করুন।",
        "signatory": "Demo Officer",
        "signatory_bn": "নমুনা কর্মকর্তা",
        "signatory_post": "Deputy Secretary",
        "signatory_post_bn": "উপসচিব",
        "contact": "0000",
        "copies_en": "Office file",
        "copies_bn": "অফিস কপি",
    }
    return given | fields


def letter_save(round_: Round, by: User, base: int = 0, **fields: Any) -> Letter | None:
    values = letter_values(**fields)
    return letters.letter_save(round_=round_, base=base, values=values, by=by)


def draft_make(scene: Scene, code: str = "Q8", **fields: Any) -> CommentDraft:
    """A comment on the first programme that technical support drafts."""
    given: dict[str, Any] = {"kind": CommentKind.QUESTION, "text": "Who was asked?"}
    return drafted.draft_add(
        assessment=scene.assessment,
        key=uuid.uuid4(),
        remark=reviews.Remark(code=code, **(given | fields)),
        by=scene.technical_support,
    )


def reply(comment_: ReviewComment, by: User, outcome: str = "addressed", text: str = "") -> None:
    row = ReviewComment.objects.select_related(
        "packet__submission__round__questionnaire", "assessment__submission"
    ).get(pk=comment_.pk)
    given = getattr(row, "reply", None)
    base = given.number if given else 0
    replies.reply_save(comment=row, base=base, outcome=outcome, text=text, by=by)


def in_states(states: Iterable[str], **fields: Any) -> dict[str, Scene]:
    """One scene for each state."""
    return {state: make_scene(state, **fields) for state in states}
