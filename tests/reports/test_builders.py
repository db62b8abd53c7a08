"""Plan and chapter as Documents: the same rows and totals, the same figures on every face (55, 68)."""

from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from assessments.services.reports import not_assessed_set
from reports.builders import chapter, plan
from reports.documents import Document, Note, Proof, Table
from reports.enums import Standing
from reports.exports import page, pdf, xlsx
from reports.exports.faces import check_faces, page_cells
from reports.models import ActionPlan
from reports.selectors import drafts as selectors
from reports.services.plans import plan_refresh, plan_start
from tests.assessments.factories import Scene, answers_save, make_scene

pytestmark = pytest.mark.django_db

MIXED = {"Q5": "partly", "Q6a": "no", "Q7": "partly", "Q8": "no", "Q10": "partly", "Q11": "na"}


def refreshed(scene: Scene) -> ActionPlan:
    found = plan_start(round_=scene.round, by=scene.reviewer)
    plan_refresh(plan=found, by=scene.reviewer)
    return ActionPlan.objects.select_related("round").get(pk=found.pk)


def table(document: Document, caption: str) -> Table:
    return next(one for _number, one in document.tables() if one.caption == caption)


def column(found: Table, key: str) -> list[Any]:
    place = [one.key for one in found.columns].index(key)
    return [row.cells[place].value for row in found.rows]


class TestChapter:
    def test_the_rows_in_the_shape_that_ministries_know(self) -> None:
        scene = make_scene("accepted", judgements=MIXED)
        found = table(chapter.build(refreshed(scene), scene.ministry, "en"), "Actions")
        code = f"{scene.ministry.code}/{scene.programmes[0].code}"
        assert column(found, "reference") == [
            f"{code}/{question}" for question in ("Q5", "Q6a", "Q7", "Q8", "Q10")
        ]
        assert column(found, "gain") == [0, 1, Decimal("0.5"), 1, Decimal("0.5")]
        assert column(found, "serial") == [1, 2, 3, 4, 5]

    def test_points_are_never_without_their_denominator(self) -> None:
        scene = make_scene("accepted", judgements=MIXED)
        found = table(
            chapter.build(refreshed(scene), scene.ministry, "en"), "Programmes: points and levels"
        )
        assert column(found, "now") == ["3 of 6 (1 n/a)", None]
        assert column(found, "potential") == [6, 6]

    def test_settled_and_not_accepted_is_said_at_each_row(self) -> None:
        scene = make_scene("under_review", judgements=MIXED)
        scene.settle()
        document = chapter.build(refreshed(scene), scene.ministry, "en")
        remarks = column(table(document, "Actions"), "remark")
        assert {remark.partition("; ")[2] for remark in remarks} == {"report not yet accepted"}
        assert any(isinstance(block, Note) and block.kind == "draft" for block in document.blocks)

    def test_names_are_those_of_the_packets_day(self) -> None:
        scene = make_scene("accepted", judgements=MIXED)
        found = refreshed(scene)
        old = scene.ministry.name_en
        scene.ministry.name_en = "Ministry with a new name"
        scene.ministry.save()
        assert old in chapter.build(found, scene.ministry, "en").title

    def test_what_cannot_be_done_and_what_was_not_assessed(self) -> None:
        scene = make_scene("in_progress", programmes=2, judgements=MIXED)
        impossible = {"feasibility": "not_possible", "reason": "The law forbids it."}
        answers_save(scene.assessments[0], {"Q8": impossible}, by=scene.focal)
        not_assessed_set(assessment=scene.assessments[1], reason="It ended.", by=scene.focal)
        scene.clear()
        scene.submit()
        scene.claim()
        scene.recommend()
        document = chapter.build(refreshed(scene), scene.ministry, "en")
        assert column(table(document, "Constraint list"), "reason") == ["The law forbids it."]
        assert column(table(document, "Programmes not assessed"), "reason") == ["It ended."]

    def test_an_empty_draft_is_a_document_too(self) -> None:
        scene = make_scene()
        found = plan_start(round_=scene.round, by=scene.reviewer)
        document = chapter.build(found, scene.ministry, "en")
        assert table(document, "Actions").rows == ()
        assert page.render(document)


class TestNation:
    def test_the_proof_lines_carry_their_numbers(self) -> None:
        scene = make_scene("accepted", programmes=2, judgements=MIXED)
        document = plan.build(refreshed(scene), "en")
        rows, gains = (block for block in document.blocks if isinstance(block, Proof))
        assert [term.value for term in rows.terms] == [10, 10, 0, 0]
        assert [term.value for term in gains.terms] == [12, 6, 6, 0, 0]

    def test_the_same_rows_and_totals_as_the_chapters(self) -> None:
        scene = make_scene("accepted", programmes=2, judgements=MIXED)
        found = refreshed(scene)
        nation = plan.build(found, "en")
        own = chapter.build(found, scene.ministry, "en")
        for key in ("reference", "gap", "action", "gain", "priority"):
            assert column(table(nation, "Actions"), key) == column(table(own, "Actions"), key)

    def test_who_has_reported(self) -> None:
        scene = make_scene("accepted", judgements=MIXED)
        draft = selectors.draft(refreshed(scene))
        standing = {one.ministry: one.standing for one in draft.standings}
        assert standing[scene.ministry] == Standing.SETTLED
        assert standing[scene.other_ministry] == Standing.MISSING

    def test_a_draft_of_a_report_is_not_counted(self) -> None:
        scene = make_scene("in_progress", programmes=3)
        draft = selectors.draft(plan_start(round_=scene.round, by=scene.reviewer))
        own = next(one for one in draft.standings if one.ministry == scene.ministry)
        assert (own.standing, own.settled, own.unsettled) == (Standing.MISSING, 0, 0)

    def test_no_table_is_ordered_by_points(self) -> None:
        scene = make_scene("in_progress", programmes=3, judgements="yes")
        answers_save(
            scene.assessments[0], {"Q8": {"judgement": "no", "feasibility": "now"}}, by=scene.focal
        )
        scene.clear()
        scene.submit()
        scene.claim()
        scene.recommend()
        found = table(plan.build(refreshed(scene), "en"), "Programmes: points and levels")
        assert column(found, "current") == [6, 7, 7, 20]


@pytest.mark.parametrize("lang", ["en", "bn"])
def test_all_faces_show_the_same_figures(lang: str) -> None:
    scene = make_scene("accepted", programmes=2, judgements=MIXED)
    found = refreshed(scene)
    for document in (plan.build(found, lang), chapter.build(found, scene.ministry, lang)):
        html = page.render(document)
        check_faces(document, html, pdf.draw(document).cells, xlsx.render(document))
        assert set(page_cells(html)) == {one.address for one in document.cells()}


def test_both_languages_hold_the_same_figures() -> None:
    scene = make_scene("accepted", programmes=2, judgements=MIXED)
    found = refreshed(scene)
    figures = [
        [one.cell.value for one in plan.build(found, lang).cells() if one.kind != "text"]
        for lang in ("en", "bn")
    ]
    assert figures[0] == figures[1]


def test_the_document_is_the_same_until_something_changes() -> None:
    scene = make_scene("accepted", judgements=MIXED)
    found = refreshed(scene)
    assert plan.build(found, "en").digest() == plan.build(found, "en").digest()
    assert plan.build(found, "en").digest() != plan.build(found, "bn").digest()


def test_queries_do_not_grow_with_the_rows() -> None:
    counts = []
    for programmes in (1, 4):
        found = refreshed(make_scene("accepted", programmes=programmes, judgements=MIXED))
        found.round.questionnaire.schema()
        with CaptureQueriesContext(
            connection,
        ) as queries:
            plan.build(found, "en")
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 40


def test_a_refresh_in_between_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    scene = make_scene("accepted", judgements=MIXED)
    found = plan_start(round_=scene.round, by=scene.reviewer)
    read, calls = selectors.overview, []  # type: ignore[attr-defined]  # as the drafts know it

    def meanwhile(*args: Any) -> Any:
        if not calls:
            plan_refresh(plan=found, by=scene.reviewer)
        calls.append(1)
        return read(*args)

    monkeypatch.setattr(selectors, "overview", meanwhile)
    draft = selectors.draft(found)
    assert len(calls) == 2
    assert (len(draft.entries), len(draft.items), draft.totals.rows) == (1, 5, 5)
