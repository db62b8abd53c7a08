"""A round of 40 ministries × 20 programmes, every answer given, more than half of the reports sent in.

Ministries, people, rounds, strategies, clearances, packets and reviews go through the services. Of each
ministry's answers the first programme's go through the service too; all others are written in
bulk as copies, with the rows and the event that the service would have left.
"""

import os
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.contrib.auth.hashers import make_password
from django.core.management import call_command
from django.db import connection, transaction

from assessments.models import Answer, AnswerVersion, Assessment, Submission
from assessments.services.listing import list_confirm
from nsss_gender.accounts.enums import Grade, Role
from nsss_gender.accounts.models import Ministry, Seat, User
from nsss_gender.audit.models import Event
from nsss_gender.audit.services import record
from programmes.models import (
    Budget,
    Cluster,
    Coverage,
    LifecycleStage,
    Programme,
    ProgrammeMinistry,
    ProgrammeName,
    TargetGroup,
)
from programmes.services.keys import search_keys_settle
from reports.models import ActionPlan
from reports.services.plans import plan_refresh, plan_start
from tests.assessments.factories import (
    Scene,
    answers_fill,
    consultation_add,
    make_cluster,
    make_round,
    strategies_save,
)
from tests.assessments.many import reports_add
from tests.people import make_ministry, make_user

MINISTRIES = 40
PROGRAMMES = int(
    os.environ.get("PROGRAMMES") or 20
)  # of each ministry: `make bench PROGRAMMES=200`
ACCEPTED, UNDER_REVIEW, SUBMITTED = 12, 18, 24  # so many reports have come so far or farther
EARLIER = 24  # earlier rounds, so that the queue of all reports holds a thousand
BATCH = 2000
ITEMS = ("Q5", "Q6a", "Q6b", "Q7", "Q8", "Q9", "Q10", "Q11")
MIXES: tuple[dict[str, str], ...] = (
    dict.fromkeys(ITEMS, "yes") | {"Q8": "no", "Q11": "partly"},
    dict.fromkeys(ITEMS, "partly") | {"Q6a": "yes", "Q8": "na"},
    dict.fromkeys(ITEMS, "no") | {"Q6b": "partly", "Q10": "yes"},
    dict.fromkeys(ITEMS, "yes") | {"Q5": "no", "Q7": "partly", "Q9": "no"},
)
ENGLISH = (
    "Women draw the allowance themselves at the union office, and the committee of the ward has three "
    "women among its nine members. What is not yet known is how many of them decide about its use."
)
BANGLA = (
    "ইউনিয়ন পরিষদ থেকে নারীরা নিজেরাই ভাতা গ্রহণ করেন এবং ওয়ার্ড কমিটির নয়জন সদস্যের মধ্যে তিনজন নারী। "
    "অর্থ ব্যবহারের সিদ্ধান্ত কতজন নিজে নেন, সে তথ্য এখনো সংগ্রহ করা হয়নি।"
)


@dataclass
class Seeded:
    """What the bench opens."""

    focal: User
    reviewer: User
    administrator: User
    draft: Submission
    under_review: Submission
    plan: ActionPlan
    round: uuid.UUID
    accepted: Ministry
    counts: dict[str, int] = field(default_factory=dict)


def seed() -> Seeded:
    """Fill an empty database."""
    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    password = make_password("quiet river lantern 77")
    people = {
        role.value: make_user(f"the-{role.value}", role, password=password)
        for role in (Role.REVIEWER, Role.APPROVER, Role.ADMINISTRATOR)
    }
    ministries = [make_ministry(role_in_nsss="social") for _ in range(MINISTRIES)]
    focals = {
        row.pk: make_user(f"focal-{row.code}", Role.FOCAL_POINT, row, password=password)
        for row in ministries
    }
    clusters = [make_cluster() for _ in range(5)]
    for number, ministry in enumerate(ministries):
        _programmes(ministry, number, clusters)
    round_ = make_round(people["administrator"])
    scenes = [
        Scene(round_, row, row, {**people, "focal": focals[row.pk]}, clusters[0])
        for row in ministries
    ]
    for scene in scenes:
        _fill(scene)
    for number, scene in enumerate(scenes[:SUBMITTED]):
        _send(scene, number)
    reports_add(ministries, EARLIER, people["approver"], "accepted")
    plan = plan_start(round_=round_, by=people["reviewer"])
    plan_refresh(plan=plan, by=people["reviewer"])
    if connection.vendor == "postgresql":
        _floor()
    return Seeded(
        focal=focals[ministries[-1].pk],
        reviewer=people["reviewer"],
        administrator=people["administrator"],
        draft=scenes[-1].submission,
        under_review=scenes[UNDER_REVIEW - 1].submission,
        plan=plan,
        round=round_.pk,
        accepted=ministries[0],
        counts=_counts(plan),
    )


def _floor() -> None:
    """The floor's own table, and the figures of the planner, which come by themselves within minutes."""
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE bench_floor (id bigserial PRIMARY KEY, text text NOT NULL)")
        cursor.execute("INSERT INTO bench_floor (text) VALUES ('one row')")
        cursor.execute("VACUUM ANALYZE")


def _counts(plan: ActionPlan) -> dict[str, int]:
    return {
        "ministries": Ministry.objects.count(),
        "programmes": Programme.objects.count(),
        "answers": Answer.objects.count(),
        "events": Event.objects.count(),
        "plan rows": plan.items.count(),
    }


def _programmes(ministry: Ministry, number: int, clusters: list[Cluster]) -> None:
    """The programmes of one ministry, with names, figures, stages and groups."""
    rows = [
        Programme(
            code=f"B{number * PROGRAMMES + place:03}",
            name_en=f"Allowance {place + 1} of ministry {number + 1}",
            name_bn=f"মন্ত্রণালয় {number + 1}-এর ভাতা {place + 1}",
            cluster=clusters[place % len(clusters)],
            start_fy="1997-98",
            grade=Grade.OFFICIAL,
            source="made up for the bench",
        )
        for place in range(PROGRAMMES)
    ]
    Programme.objects.bulk_create(rows)
    ProgrammeName.objects.bulk_create(
        ProgrammeName(programme=row, name_en=row.name_en, name_bn=row.name_bn) for row in rows
    )
    ProgrammeMinistry.objects.bulk_create(
        ProgrammeMinistry(programme=row, ministry=ministry) for row in rows
    )
    years = [(row, year) for row in rows for year in ("2017-18", "2018-19")]
    Coverage.objects.bulk_create(
        Coverage(programme=row, period=year, fiscal_year=year, women=1200, men=900, grade="A")
        for row, year in years
    )
    Budget.objects.bulk_create(
        Budget(programme=row, period=year, fiscal_year=year, crore_taka=42, grade="A")
        for row, year in years
    )
    terms = {"stages": _term(LifecycleStage, "old"), "groups": _term(TargetGroup, "women")}
    for name, term in terms.items():
        through: Any = getattr(Programme, name).through
        column = f"{term._meta.model_name}_id"
        through.objects.bulk_create(
            through(programme_id=row.pk, **{column: term.pk}) for row in rows
        )
    search_keys_settle([row.pk for row in rows])


def _term(model: Any, code: str) -> Any:
    return model.objects.get_or_create(code=code, defaults={"name_en": code, "name_bn": "শব্দ"})[0]


def _fill(scene: Scene) -> None:
    """All answers of one ministry's report, its papers, and its confirmed list."""
    first, *others = scene.assessments
    by = scene.focal
    number = scene.ministry.order
    mix = MIXES[number % len(MIXES)]
    texts = {code: {"text": BANGLA if place % 2 else ENGLISH} for place, code in enumerate(ITEMS)}
    answers_fill(first, by, mix, **texts)
    with transaction.atomic():
        _copy(first, others, by)
    scene.judgements = mix
    _papers(scene)


def _papers(scene: Scene) -> None:

    list_confirm(submission=scene.submission, by=scene.focal)
    strategies_save(scene.submission, scene.focal)
    consultation_add(scene.submission, scene.focal)


def _copy(first: Assessment, others: list[Assessment], by: User) -> None:
    """The answers of ``first`` once more for each of ``others``, as saved by the same person."""
    heads = list(Answer.objects.filter(assessment=first).select_related("head", "question"))
    event = Event.objects.filter(target=f"assessment:{first.pk}", action="answers saved").get()
    seat = Seat.objects.get(pk=event.seat)
    versions: list[AnswerVersion] = []
    answers = [_answer(assessment, head, versions) for assessment in others for head in heads]
    Answer.objects.bulk_create(answers, batch_size=BATCH)
    AnswerVersion.objects.bulk_create(versions, batch_size=BATCH)
    for assessment in others:
        record(
            "answers saved",
            stream=first.submission.stream,
            target=f"assessment:{assessment.pk}",
            by=by,
            seat=seat,
            changes=event.changes,
        )


COPIED = ("number", "base", "kept", "channel", "by_id", "seat_id", "at")
SAID = ("judgement", "text", "missing", "feasibility", "detail", "reason", "choices")


def _answer(assessment: Assessment, like: Answer, versions: list[AnswerVersion]) -> Answer:
    """A head with one version like ``like``'s; the version is added to ``versions``."""
    answer = Answer(assessment=assessment, question=like.question, last_number=like.last_number)
    values = {name: getattr(like.head, name) for name in (*COPIED, *SAID)}
    version = AnswerVersion(id=uuid.uuid4(), answer=answer, **values)
    versions.append(version)
    answer.head = version
    return answer


def _send(scene: Scene, number: int) -> None:
    for step in _steps(scene, number):
        step()


def _steps(scene: Scene, number: int) -> Iterator[Any]:
    yield scene.clear
    yield scene.submit
    if number < UNDER_REVIEW:
        yield scene.claim
    if number < ACCEPTED:
        yield scene.recommend
        yield scene.accept
    elif number < UNDER_REVIEW:
        yield scene.comment
        yield lambda: scene.comment("Q11", kind="suggestion")
