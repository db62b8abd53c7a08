"""What programmes say together: counted once, told with n, in the order of the register (5, 12, 40–47)."""

from collections.abc import Iterator
from decimal import Decimal

import pytest
from django.db import transaction
from django.utils.translation import override
from pytest_django import DjangoDbBlocker

from reports.builders import figures
from reports.documents import Distribution, Document, Heading
from reports.enums import Axis
from reports.exports import page, pdf, xlsx
from reports.exports.faces import check_faces
from reports.selectors import analysis, reached
from reports.selectors.scope import Scope
from reports.services.plans import plan_start
from tests.assessments.factories import make_scene
from tests.reports.analysed import Analysed, analysed

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def found(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Analysed]:
    """Made once: the tests only read it, and what one writes is taken back after it."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield analysed()
        transaction.set_rollback(True)


class TestLevels:
    def test_every_programme_counts_once_and_its_points_add_up(self, found: Analysed) -> None:
        total = analysis.total(found.nation)
        assert (total.n, total.levels) == (3, (1, 1, 1, 0))
        assert (total.current, total.potential, total.long_term) == (11, 20, 20)
        assert (total.of, total.na) == (20, 1)
        assert total.mean(total.current) == Decimal(11) / 3
        scores = [entry.score for entry in found.entries]
        assert total.current == sum(score.current for score in scores if score)

    def test_a_programme_of_two_stages_counts_in_both_and_one_of_none_is_told(
        self, found: Analysed
    ) -> None:
        rollup = analysis.rollup(found.nation, Axis.STAGE)
        lines = {group.code: (group.n, group.levels) for group in rollup.groups}
        assert lines == {
            "school": (1, (0, 0, 1, 0)),
            "old_age": (2, (0, 1, 1, 0)),
            "": (1, (1, 0, 0, 0)),
        }
        assert rollup.several
        assert rollup.total == analysis.total(found.nation)

    @pytest.mark.parametrize("axis", list(Axis))
    def test_on_every_axis_the_total_counts_each_programme_once(
        self, found: Analysed, axis: Axis, django_assert_max_num_queries: object
    ) -> None:
        with django_assert_max_num_queries(2):  # type: ignore[operator]
            rollup = analysis.rollup(found.nation, axis)
        assert rollup.total == analysis.total(found.nation)

    def test_a_line_without_programmes_is_told_for_the_nation_only(self, found: Analysed) -> None:
        nation = analysis.rollup(found.nation, Axis.APPROACH)
        assert [(group.code, group.n) for group in nation.groups] == [
            ("one_sex", 0),
            ("equal", 3),
            ("specific_within", 0),
        ]
        ministry = analysis.rollup(found.ministry, Axis.APPROACH)
        assert [(group.code, group.n) for group in ministry.groups] == [("equal", 3)]
        assert not nation.several

    def test_lines_follow_the_register_whatever_their_points(self, found: Analysed) -> None:
        rollup = analysis.rollup(found.nation, Axis.STAGE)
        assert [group.code for group in rollup.groups] == ["old_age", "school", ""]

    def test_a_scope_counts_its_own(self, found: Analysed) -> None:
        other = Scope(found.plan, ministry=found.scene.other_ministry)
        assert analysis.total(other).n == 0
        assert analysis.total(found.cluster).n == 3
        assert Axis.CLUSTER not in found.cluster.axes
        assert found.nation.axes == tuple(Axis)

    def test_what_is_not_counted_is_told(self, found: Analysed) -> None:
        assert analysis.standing(found.nation) == analysis.Standing(settled=3, not_assessed=1)


class TestAnswers:
    def test_each_question_is_counted_with_its_n(self, found: Analysed) -> None:
        tallies = {tally.code: tally for tally in analysis.tallies(found.nation, "en")}
        assert list(tallies) == ["Q5", "Q6a", "Q6b", "Q7", "Q8", "Q9", "Q10", "Q11"]
        assert tallies["Q6a"].counts == {"yes": 1, "no": 2}
        assert tallies["Q11"].counts == {"yes": 2, "na": 1}
        assert {tally.n for tally in tallies.values()} == {3}

    def test_one_question_along_an_axis(self, found: Analysed) -> None:
        tallies = analysis.tallies_by(found.nation, Axis.STAGE, "Q10")
        counts = {tally.code: tally.counts for tally in tallies}
        assert counts == {"school": {"yes": 1}, "old_age": {"yes": 1, "no": 1}, "": {"no": 1}}


class TestActions:
    def test_which_action_lifts_alone_and_which_with_others(self, found: Analysed) -> None:
        actions = {row.question: row for row in analysis.actions(found.nation, "en")}
        assert list(actions) == ["Q6a", "Q6b", "Q7", "Q8", "Q9", "Q10"]
        told = {
            code: (row.programmes, row.lifts, row.helps, int(row.gain))
            for code, row in actions.items()
        }
        assert told["Q6a"] == (2, 2, 0, 2)
        assert told["Q6b"] == told["Q10"] == (2, 1, 1, 2)
        assert told["Q7"] == (1, 1, 0, 1)
        assert {row.code for row in actions.values()} == {"include_now"}

    def test_the_best_is_the_first_of_those_that_lift_most(self, found: Analysed) -> None:
        best = analysis.best(analysis.actions(found.nation, "en"))
        assert best
        assert (best.question, best.lifts) == ("Q6a", 2)
        assert analysis.best(()) is None

    def test_gains_of_all_actions_are_what_is_possible_beyond_now(self, found: Analysed) -> None:
        total = analysis.total(found.nation)
        gains = sum(row.gain for row in analysis.actions(found.nation, "en"))
        assert gains == total.potential - total.current


class TestReach:
    def test_where_figures_by_sex_are_and_where_they_are_missing(self, found: Analysed) -> None:
        read = reached.reached(found.nation, Axis.STAGE)
        total = read.total
        assert (total.by_sex, total.undivided, total.without, total.n) == (1, 1, 1, 3)
        assert (total.women, total.men, total.hijra, total.not_disaggregated) == (60, 40, None, 500)
        assert (read.first, read.last) == ("2017-18", "2017-18")
        lines = {line.code: (line.n, line.women) for line in read.lines}
        assert lines == {"school": (1, 60), "old_age": (2, 60), "": (1, None)}

    def test_households_are_no_persons(self, found: Analysed) -> None:
        found.plan.entries.filter(women=60).update(coverage_unit="households")
        total = reached.reached(found.nation, Axis.STAGE).total
        assert (total.women, total.not_disaggregated, total.elsewise) == (None, 500, 1)


class TestHeatMap:
    def test_rows_are_in_official_order_and_a_page_costs_the_same(
        self, found: Analysed, django_assert_num_queries: object
    ) -> None:
        found.nation.schema  # noqa: B018  # the questionnaire is read once
        with django_assert_num_queries(3):  # type: ignore[operator]
            rows = analysis.answered_page(found.nation, "1").object_list
            said = [[answer.judgement for answer in entry.answers.all()] for entry in rows]
        assert [row[1] for row in said] == ["no", "yes", "no"]
        codes = [entry.programme.code for entry in rows]
        assert codes == sorted(codes)

    def test_programmes_that_were_read_elsewhere_cost_one_statement_more(
        self, found: Analysed, django_assert_num_queries: object
    ) -> None:
        rows = list(
            found.plan.entries.filter(state="settled").select_related("programme", "ministry")
        )
        found.nation.schema  # noqa: B018  # the questionnaire is read once
        with django_assert_num_queries(1):  # type: ignore[operator]
            (chart,) = figures.heat_map(found.nation, rows)
        assert [str(cell.value) for cell in chart.rows[0].cells[2:4]] == ["Yes", "No"]


def blocks(scope: Scope) -> tuple:
    return (
        Heading(1, "All"),
        *figures.overview(scope),
        *figures.distribution(scope, Axis.STAGE),
        *figures.answers_by(scope, Axis.GROUP, "Q7"),
        *figures.coverage(scope, Axis.STAGE),
        *figures.heat_map(scope),
    )


class TestBlocks:
    @pytest.mark.parametrize("lang", ["en", "bn"])
    def test_all_faces_show_the_same_figures(self, found: Analysed, lang: str) -> None:
        with override(lang):
            one = Document("analysis", "Analysis", lang, blocks(found.nation), "CODE-1")
        check_faces(one, page.render(one), pdf.draw(one).cells, xlsx.render(one))

    def test_the_first_sentence_tells_figures_with_their_denominators(
        self, found: Analysed
    ) -> None:
        assert figures.headline(found.nation).text == (
            "3 programmes are counted: Not yet considered 1; Aware 1; Responsive 1; Transformative 0. "
            "Together they have 11 of 20 points now (not applicable: 1), and 20 would be possible."
        )

    def test_a_chart_has_a_line_for_all_and_says_when_lines_add_up_to_more(
        self, found: Analysed
    ) -> None:
        chart, several = figures.distribution(found.nation, Axis.STAGE)
        assert isinstance(chart, Distribution)
        assert [cell.value for cell in chart.rows[-1].cells] == ["All programmes", 3, 1, 1, 1, 0]
        assert chart.rows[-1].total
        assert "counts in each" in several.text
        assert len(figures.distribution(found.nation, Axis.APPROACH)) == 1

    def test_nothing_is_said_where_nothing_is_settled(self) -> None:
        scene = make_scene("in_progress")

        scope = Scope(plan_start(round_=scene.round, by=scene.reviewer))
        with override("en"):
            one = Document("analysis", "Analysis", "en", blocks(scope), "CODE-1")
        assert figures.headline(scope).text.startswith("No programme is settled yet")
        check_faces(one, page.render(one), pdf.draw(one).cells, xlsx.render(one))
