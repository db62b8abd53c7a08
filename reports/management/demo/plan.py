"""What happens with the plan in the demonstration: drafted, its rows filled in, one merged, one dropped."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

from django.utils import timezone

from nsss_gender.accounts.models import Ministry, User
from programmes.models import Cluster
from reports.enums import (
    CycleStage,
    InstitutionalKind,
    PlanPart,
    Priority,
    RowDisposition,
    RowKind,
    RowOrigin,
)
from reports.management.demo.people import key
from reports.management.demo.scene import Scene
from reports.models import ActionItem, ActionPlan, PolicyReference
from reports.selectors.rows import no_values, row_values
from reports.services.decisions import Decision, row_dispose, row_prioritise
from reports.services.institutional import institutional_add
from reports.services.plans import plan_refresh, plan_start
from reports.services.rows import row_edit
from reports.services.texts import text_save
from reports.services.versions import Typed

WRITTEN = ("M02", "M08", "M13", "M17")  # whose focal points fill their rows
IN_ENGLISH_ONLY = 5  # every fifth row waits for its Bangla, so that such rows can be counted
JULY = 7
WORDS = {
    "indicator": (
        "Demo text: how many offices do it, counted each quarter",
        "নমুনা লেখা: কতটি কার্যালয় এটি করে, প্রতি ত্রৈমাসিকে গণনা",
    ),
    "unit": ("Demo: offices", "নমুনা: কার্যালয়"),
    "baseline": ("Demo: 12", "নমুনা: ১২"),
    "target": ("Demo: 64", "নমুনা: ৬৪"),
    "lead_post": ("Demo post: Director, Programme", "নমুনা পদ: পরিচালক, কর্মসূচি"),
    "funds": ("Demo: revenue budget", "নমুনা: রাজস্ব বাজেট"),
}
STRATEGY = {
    PlanPart.BACKGROUND: (
        "Demo text: the ministries assessed their programmes, and this plan follows from their answers.",
        "নমুনা লেখা: মন্ত্রণালয়গুলো তাদের কর্মসূচি মূল্যায়ন করেছে; এই পরিকল্পনা সেই উত্তর থেকে এসেছে।",
    ),
    PlanPart.METHOD: (
        "Demo text: every row rests on a gap that a ministry named, and leads back to its answer.",
        "নমুনা লেখা: প্রতিটি সারি মন্ত্রণালয়ের উল্লেখ করা ঘাটতি থেকে এসেছে এবং সেই উত্তরে ফিরে যাওয়া যায়।",
    ),
    PlanPart.OBJECTIVES: (
        "Demo text: no programme stays without a way for women to be heard.",
        "নমুনা লেখা: প্রতিটি কর্মসূচিতে নারীর মতামত জানানোর পথ থাকবে।",
    ),
}
LATER = frozenset({RowKind.PREPARE})


def plan_load(scene: Scene) -> ActionPlan:
    """The plan of the round with the rows of everything that is settled, as far as they are written."""
    plan = plan_start(round_=scene.round, by=scene.reviewer)
    plan_refresh(plan=plan, by=scene.reviewer)
    for ministry in WRITTEN:
        rows = _rows(plan, ministry)
        for place, item in enumerate(rows):
            if place % 2 == 0:
                _filled(item, place, scene.focal(ministry))
        _decided(rows, scene.reviewer)
    for part, (english, bangla) in STRATEGY.items():
        typed = Typed(0, {"body_en": english, "body_bn": bangla})
        text_save(plan=plan, part=part, typed=typed, by=scene.reviewer)
    for kind, words, owner, by in _institutions(scene):
        _added(plan, kind, words, owner, by)
    return plan


def _rows(plan: ActionPlan, ministry: str) -> list[ActionItem]:
    rows = ActionItem.objects.filter(plan=plan, ministry__code=ministry).standing()
    return list(rows.select_related("plan__round__questionnaire", "ministry", "entry__programme"))


def _filled(item: ActionItem, place: int, by: User) -> None:
    """Indicator, cost and the rest, as a focal point types them."""
    values: dict[str, Any] = row_values(item)
    for name, (english, bangla) in WORDS.items():
        values[f"{name}_en"] = english
        values[f"{name}_bn"] = "" if place % IN_ENGLISH_ONLY == 0 else bangla
    ahead = 2 if item.kind in LATER else 0
    values |= {
        "start_fy": _fiscal_year(ahead),
        "end_fy": _fiscal_year(ahead + 1),
        "cost_crore": f"{place % 7 + 1}.50",
        "cycle_stage": CycleStage.values[place // 2 % len(CycleStage.values)],
    }
    row_edit(item=item, typed=Typed(item.number, values), by=by)


def _decided(rows: list[ActionItem], by: User) -> None:
    """The last row is dropped, the one before it merged into the first, and the second put first."""
    *_others, merged, dropped = rows
    into, urgent, *_rest = rows
    kept = RowDisposition.KEPT
    reason = "Demo text: another programme does the same in the same places."
    row_dispose(item=dropped, decision=Decision(RowDisposition.DROPPED, kept, reason), by=by)
    reason = "Demo text: one training serves both."
    decision = Decision(RowDisposition.MERGED, kept, reason, into=into)
    row_dispose(item=merged, decision=decision, by=by)
    reason = "Demo text: the ministry asked for it first."
    row_prioritise(item=urgent, priority=Priority.HIGH, reason=reason, seen="", by=by)


def _institutions(scene: Scene) -> Iterator[tuple[str, tuple[str, str], dict[str, Any], User]]:
    """Kind, wording, owner and writer of the rows that rest on no answer; none where the pick list of
    policies was not loaded, because each of them carries out one."""
    if not PolicyReference.objects.exists():
        return
    ministry = Ministry.objects.get(code="M02")
    study = ("Demo text: study on who is left out", "নমুনা লেখা: কারা বাদ পড়েন তা নিয়ে সমীক্ষা")
    training = ("Demo text: train the focal points", "নমুনা লেখা: ফোকাল পয়েন্টদের প্রশিক্ষণ")
    system = ("Demo text: women and men in every report", "নমুনা লেখা: প্রতিবেদনে নারী ও পুরুষের তথ্য")
    owned = {"origin": RowOrigin.MINISTRY, "ministry": ministry}
    yield InstitutionalKind.STUDY, study, owned, scene.focal("M02")
    cluster = Cluster.objects.get(code="social_allowance")
    owned = {"origin": RowOrigin.CLUSTER, "cluster": cluster}
    yield InstitutionalKind.SYSTEM, system, owned, scene.people["coordinator-social-allowance"]
    yield InstitutionalKind.TRAINING, training, {"origin": RowOrigin.CABINET}, scene.reviewer


def _added(
    plan: ActionPlan, kind: str, words: tuple[str, str], owner: dict[str, Any], by: User
) -> None:
    values = no_values() | {
        "institutional_kind": kind,
        "action_en": words[0],
        "action_bn": words[1],
        "start_fy": _fiscal_year(0),
        "end_fy": _fiscal_year(1),
        "cost_crore": "0.75",
        "references": [PolicyReference.objects.values_list("code", flat=True)[0]],
    }
    item = ActionItem(plan=plan, **owner)
    institutional_add(key=key(f"institutional {kind}"), item=item, values=values, by=by)


def _fiscal_year(ahead: int) -> str:
    """The fiscal year of today (July to June), or one that comes later."""
    today = timezone.localdate()
    first = today.year - (today.month < JULY) + ahead
    return f"{dt.date(first, 1, 1):%Y}-{(first + 1) % 100:02}"
