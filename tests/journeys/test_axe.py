"""Every page of the table, in a real browser and both languages: accessible, narrow, quiet (29, 58, 59)."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.contrib.sessions.models import Session
from django.core.exceptions import ObjectDoesNotExist, PermissionDenied
from playwright.sync_api import Page as Sheet

from tests.assessments.factories import (
    answers_fill,
    clear,
    consultation_add,
    make_scene,
    strategies_save,
)
from tests.house.shelf import scene_for
from tests.house.test_pages import SHOWN, address
from tests.journeys.desk import Desk
from tests.pages import (
    Build,
    Page,
    acting,
    answer,
    asking_claim,
    assessment,
    chapter,
    claimed_evidence,
    ended_ministry,
    ended_programme,
    inactive_person,
    item,
    own_claim,
    packet,
    plan,
    question,
    report,
    sent_twice,
    standing_claim,
    token,
)

pytestmark = pytest.mark.django_db(transaction=True)

AXE = Axe().axe_script
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
OPTIONS = {"runOnly": {"type": "tag", "values": RULES}, "resultTypes": ["violations"]}
SCROLLING = {"runOnly": ["scrollable-region-focusable"], "resultTypes": ["violations"]}
MOST = 12  # pages in one test
NARROW, BETWEEN, WIDE = 320, 800, 1280  # between: wide tables scroll in their own box
CHANGING = (
    inactive_person,
    token,
    ended_programme,
    ended_ministry,
    standing_claim,
    asking_claim,
    claimed_evidence,
    own_claim,
    acting,
    sent_twice,
)  # to build the address they take something from the scene

# A target is at least 24 px in both directions; a box to tick and its label are one target. Links in
# running text are not counted (WCAG 2.5.8), and for links that stand alone axe measures whether
# another target is too near (rule target-size).
SMALL = """() => [...document.querySelectorAll(
  "button, summary, select, textarea, a.btn, .nav a, .tabs a, .pagination a, input:not([type=hidden])"
)].filter((part) => {
  if (!part.checkVisibility({ visibilityProperty: true })) return false;
  const ticked = ["radio", "checkbox"].includes(part.type) ? [...part.labels] : [];
  const boxes = [part, ...ticked].map((one) => one.getBoundingClientRect());
  const side = (least, most) =>
    Math.max(...boxes.map((box) => box[most])) - Math.min(...boxes.map((box) => box[least]));
  return side("left", "right") < 23.9 || side("top", "bottom") < 23.9;
}).map((part) => part.outerHTML.slice(0, 160))"""
OVERFLOW = """() => document.documentElement.scrollWidth > window.innerWidth
  ? [...document.querySelectorAll("body *")].filter(
      (part) => part.getBoundingClientRect().right > window.innerWidth + 1).slice(0, 4).map(
      (part) => part.outerHTML.slice(0, 120)).concat([`${document.documentElement.scrollWidth} px wide`])
  : []"""
UNFOLD = """() => document.querySelectorAll("details").forEach((part) => { part.open = true; })"""
EMPTIED = """() => {
  const form = document.querySelector("main form[method=post]:has(textarea, select, input:not([type=hidden]))");
  for (const part of form.elements) {
    if (["radio", "checkbox"].includes(part.type)) part.checked = false;
    else if (part.type !== "hidden" && part.type !== "submit") part.value = "";
  }
  setTimeout(() => form.querySelector("button[type=submit]").click());  // when this has had its answer
}"""
# Forms that cannot be sent empty.
REFUSING = (
    *("assessments:consultations", "assessments:clear", "assessments:hand_out"),
    "assessments:fill_question",
    *("assessments:hand_out_question", "assessments:link_ask", "assessments:contribute"),
    *("assessments:not_assessed", "assessments:recall", "assessments:review_hand_over"),
    *("assessments:undo_return", "assessments:send_back", "assessments:undo_accept"),
    *("assessments:points", "assessments:round_create", "accounts:profile", "accounts:invite"),
    *("accounts:person_deactivate", "accounts:person_grant", "accounts:seat_new"),
    *("accounts:acting", "assessments:on_behalf_begin"),
    *("accounts:seat_end", "accounts:seat_hand_over", "accounts:seat_invite"),
    *("account_login", "account_change_password", "account_reset_password"),
    *("account_reauthenticate", "reports:row_new", "reports:item_dispose"),
)
LONG = "অর্থনৈতিকক্ষমতায়ন" * 12 + "W" * 180
LONG_PAGES: tuple[tuple[str, str, Build], ...] = (
    ("focal", "assessments:report", report),
    ("focal", "assessments:consultations", report),
    ("focal", "assessments:points", report),
    ("focal", "assessments:receipt", packet),
    ("focal", "assessments:section", lambda scene: {**assessment(scene), "section": "norms"}),
    ("focal", "assessments:answer_history", answer),
    ("focal", "assessments:grid", report),
    ("focal", "assessments:short_form", report),
    ("focal", "assessments:fill_question", question),
    ("reviewer", "assessments:read", report),
    ("reviewer", "assessments:read_assessment", assessment),
    ("approver", "assessments:decision", report),
    ("reviewer", "reports:plan", plan),
    ("reviewer", "reports:item", item),
    ("reviewer", "reports:item_edit", item),
    ("focal", "reports:chapter", chapter),
)
ENLARGE = """(size) => { document.documentElement.style.fontSize = size; }"""


def _key(entry: Page) -> tuple[str, str]:
    return entry.state, entry.name if entry.args in CHANGING else ""


def groups(pages: Iterable[Page]) -> list[Any]:
    """The pages that can share one scene: one state, and nothing taken from it; no more than MOST, so that two
    cores can share the work."""
    found = []
    for (state, alone), entries in groupby(sorted(pages, key=_key), key=_key):
        rows = list(entries)
        for start in range(0, len(rows), MOST):
            name = f"{state}-{start // MOST + 1}" if len(rows) > MOST else state
            found.append(pytest.param(rows[start : start + MOST], id=alone or name))
    return found


@pytest.mark.parametrize("language", ["en", "bn"])
@pytest.mark.parametrize("entries", groups(SHOWN))
def test_every_page_is_for_everybody(entries: list[Page], language: str, desk: Any):
    wrong = {}
    for entry, visitor, path in visits(entries, language, desk):
        answer = visitor.visit(path)
        found = [str(answer.status)] if answer.status != 200 else complaints(visitor.page)
        if found:
            wrong[str(entry)] = found
    assert wrong == {}


def visits(entries: list[Page], language: str, desk: Any) -> Iterator[tuple[Page, Desk, str]]:
    """Each page with somebody who may open it, and its address; one scene, one browser for each person."""
    scene = scene_for(entries[0])
    desks: dict[str, Desk] = {}
    for entry in entries:
        try:
            path = address(entry, scene)
        except (PermissionDenied, ObjectDoesNotExist):  # a page before has moved the scene on
            scene, desks = scene_for(entry), {}
            path = address(entry, scene)
        person = "" if entry.anonymous else entry.ok.split()[0]
        if person not in desks:
            user = scene.people[person] if person else None
            desks[person] = desk(user, language=language)
        yield entry, desks[person], path


@pytest.mark.parametrize("entries", groups(page for page in SHOWN if page.name in REFUSING))
def test_a_form_with_mistakes_is_for_everybody(entries: list[Page], desk: Any):
    """Sent without anything in it, each form says what is wrong."""
    wrong = {}
    for entry, visitor, path in visits(entries, "bn", desk):
        visitor.visit(path)
        with visitor.page.expect_navigation() as answered:
            visitor.page.evaluate(EMPTIED)
        summary = visitor.page.locator("[data-error-summary] a")
        found = complaints(visitor.page) if summary.count() else ["no error summary"]
        if found or answered.value.status not in {200, 422}:
            wrong[str(entry)] = [str(answered.value.status), *found]
    assert wrong == {}


def test_the_pages_of_refusal_are_for_everybody(desk: Any):
    """No page, no permission, a session that ended, a form from an older tab."""
    scene = make_scene("not_started")
    writer = desk(scene.focal, language="bn")
    found = {}
    for name in ("assessments:queue", "assessments:our_report"):
        writer.open(name, query="x" if name.endswith("report") else "")
        found[name] = complaints(writer.page)
    writer.open("assessments:section", scene.assessment.pk, "norms")
    writer.page.context.clear_cookies(name="csrftoken")
    writer.press("Save")
    writer.heading("What you typed is still here")
    found["older tab"] = complaints(writer.page)
    writer.open("assessments:section", scene.assessment.pk, "norms")
    Session.objects.all().delete()
    writer.press("Save")
    writer.heading("Sign in")
    found["session ended"] = complaints(writer.page)
    assert found == {state: [] for state in found}


@pytest.mark.parametrize("language", ["en", "bn"])
def test_long_words_stay_inside(language: str, desk: Any):
    """Names and texts as long as they may be, without a space to break them at."""
    scene = make_scene("not_started", judgements={"Q8": "no", "Q11": "partly"})
    answers_fill(scene.assessment, scene.focal, scene.judgements, Q8={"text": LONG, "detail": LONG})
    strategies_save(scene.submission, scene.focal)
    consultation_add(scene.submission, scene.focal, who=LONG[:200], said=LONG)
    clear(scene.submission, scene.focal, name=LONG[:150], post=LONG[:150], memo_number=LONG[:100])
    scene.submit()
    scene.claim()
    scene.comment(text=LONG)
    scene.recommend()
    scene.accept()
    wrong = {}
    for person, name, args in LONG_PAGES:
        visitor = desk(scene.people[person], language=language)
        visitor.open(name, *args(scene).values())
        found = complaints(visitor.page)
        if found:
            wrong[name] = found
    assert wrong == {}


def complaints(page: Sheet) -> list[str]:
    """What is wrong with the page that is shown: wide, narrow and unfolded, with large text."""
    page.set_viewport_size({"width": WIDE, "height": 900})
    found = violations(page)
    page.set_viewport_size({"width": BETWEEN, "height": 800})
    found += [f"between: {rule}" for rule in violations(page, SCROLLING)]
    page.set_viewport_size({"width": NARROW, "height": 800})
    page.evaluate(UNFOLD)
    found += [f"overflow at {NARROW}: {part}" for part in page.evaluate(OVERFLOW)]
    found += [f"small: {part}" for part in page.evaluate(SMALL)]
    found += [f"narrow: {rule}" for rule in violations(page) if rule not in found]
    page.set_viewport_size({"width": 2 * NARROW, "height": 800})
    page.evaluate(ENLARGE, "200%")
    found += [f"overflow at 200 %: {part}" for part in page.evaluate(OVERFLOW)]
    return found


def violations(page: Sheet, options: Mapping[str, Any] = OPTIONS) -> list[str]:
    """The broken rules of WCAG 2.2 A and AA with the places."""
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(AXE)
    found = page.evaluate("(options) => axe.run(document, options)", dict(options))
    return [
        f"{rule['id']}: {node['html'][:160]} ({node['failureSummary'][:300]})"
        for rule in found["violations"]
        for node in rule["nodes"][:3]
    ]
