"""The page of analysis: who reads it, what its links choose, and that it costs the same for any number of rows."""

import re
from collections.abc import Iterator

import pytest
from django.db import transaction
from django.http import HttpResponse
from django.urls import reverse
from pytest_django import DjangoDbBlocker

from reports.models import ActionPlan
from tests.people import signed_in
from tests.reports.analysed import Analysed, analysed

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def found(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Analysed]:
    """Made once: the tests only read it, and what one writes is taken back after it."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield analysed()
        transaction.set_rollback(True)


def address(found: Analysed, name: str) -> str:
    narrowed = {
        "analysis": (),
        "ministry_analysis": (found.scene.ministry.pk,),
        "cluster_analysis": (found.scene.cluster.code,),
    }
    return reverse(f"reports:{name}", args=[found.plan.pk, *narrowed[name]])


def get(found: Analysed, who: str, name: str = "analysis", **data: str) -> HttpResponse:
    return signed_in(found.scene.people[who]).get(address(found, name), data)


def text(answer: HttpResponse) -> str:
    return re.sub(r"\s+", " ", answer.content.decode())


def test_levels_are_shown_first_with_a_sentence_and_their_table(found: Analysed) -> None:
    page = text(get(found, "reviewer"))
    assert "3 programmes are counted: Not yet considered 1; Aware 1; Responsive 1" in page
    assert "Not counted: 1 not assessed, 0 opened again" in page
    assert 'data-cell="c1.1.2"' in page
    assert page.count("to be confirmed by the Cabinet Division") == 1


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ({"show": "answers", "by": "stage", "question": "Q10"}, "Q10 Data, analysis and reporting by life-cycle stage"),
        ({"show": "answers"}, "Missing most often: Q6a Empowerment as an objective, “no” in 2 and “partly” in 0 of 3"),
        ({"show": "actions"}, "By it alone 2 programmes would reach their next level."),
        ({"show": "reach"}, "1 of 3 programmes give figures by sex; 1 give one figure for all, and 1 none."),
        ({"show": "programmes"}, "never points"),
        ({"show": "'", "by": "<b>", "question": "Q1", "page": "x"}, "Levels by cluster"),
    ],
)  # fmt: skip
def test_a_link_chooses_what_is_shown(found: Analysed, data: dict[str, str], said: str) -> None:
    answer = get(found, "reviewer", **data)
    assert answer.status_code == 200
    assert said in text(answer)


@pytest.mark.parametrize("name", ["analysis", "ministry_analysis", "cluster_analysis"])
@pytest.mark.parametrize("show", ["levels", "answers", "actions", "reach", "programmes"])
def test_every_choice_keeps_to_the_budget(
    found: Analysed, name: str, show: str, django_assert_max_num_queries: object
) -> None:
    browser = signed_in(found.scene.reviewer)
    browser.get(address(found, name))
    with django_assert_max_num_queries(12):  # type: ignore[operator]
        assert browser.get(address(found, name), {"show": show}).status_code == 200


class TestWho:
    @pytest.mark.parametrize(
        ("name", "who"),
        [
            ("analysis", "approver"),
            ("ministry_analysis", "focal"),
            ("ministry_analysis", "technical_support"),
            ("cluster_analysis", "coordinator"),
        ],
    )
    def test_those_concerned_read(self, found: Analysed, name: str, who: str) -> None:
        assert get(found, who, name).status_code == 200

    @pytest.mark.parametrize(
        ("name", "who"),
        [
            ("analysis", "focal"),
            ("analysis", "coordinator"),
            ("analysis", "observer"),
            ("ministry_analysis", "stranger"),
            ("ministry_analysis", "coordinator"),
            ("cluster_analysis", "focal"),
            ("cluster_analysis", "administrator"),
        ],
    )
    def test_a_draft_is_nothing_to_others(self, found: Analysed, name: str, who: str) -> None:
        assert get(found, who, name).status_code == 404

    @pytest.mark.parametrize("name", ["analysis", "ministry_analysis", "cluster_analysis"])
    @pytest.mark.parametrize("who", ["stranger", "observer"])
    def test_after_circulation_others_see_rows_and_no_levels(
        self, found: Analysed, name: str, who: str
    ) -> None:
        ActionPlan.objects.update(status="circulated")
        answer = get(found, who, name)
        assert answer.status_code == 403
        assert "are shown to the ministry itself" in text(answer)
        assert "Responsive" not in text(answer)

    def test_an_unknown_cluster_is_nothing(self, found: Analysed) -> None:
        unknown = reverse("reports:cluster_analysis", args=[found.plan.pk, "unknown"])
        assert signed_in(found.scene.reviewer).get(unknown).status_code == 404
