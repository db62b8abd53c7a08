"""The profile of a programme: where it stands and why, on every face, for those concerned only (40–46)."""

import re
import uuid
from collections.abc import Iterator

import pytest
from django.db import transaction
from django.http import HttpResponse
from django.urls import reverse
from pytest_django import DjangoDbBlocker

from reports import tasks
from reports.builders import profile
from reports.documents import Listing, Paragraph, Table
from reports.enums import ExportState
from reports.exports import docx, page, pdf, xlsx
from reports.exports.faces import check_faces
from reports.models import ActionPlan, Export, PlanEntry, Subject
from reports.permissions import can_read
from reports.selectors.profile import entries
from tests.people import signed_in
from tests.reports.analysed import Analysed, analysed

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def found(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Analysed]:
    """Made once: the tests only read it, and what one writes is taken back after it."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield analysed()
        transaction.set_rollback(True)


def entry(found: Analysed, place: int) -> PlanEntry:
    """A, B or C; 3 is the one not assessed."""
    return list(entries(found.plan.entries.order_by("programme__code")))[place]


def address(found: Analysed, name: str = "profile") -> str:
    return reverse(f"reports:{name}", args=[found.plan.pk, entry(found, 0).assessment_id])


def text(answer: HttpResponse) -> str:
    return re.sub(r"\s+", " ", answer.content.decode())


def words(found: Analysed, place: int) -> str:
    one = profile.build(entry(found, place), "en")
    said = [block.text for block in one.blocks if isinstance(block, Paragraph)]
    lists = [
        item.text for block in one.blocks if isinstance(block, Listing) for item in block.items
    ]
    return "\n".join([*said, *lists])


def table(found: Analysed, place: int, caption: str) -> list[list[object]]:
    one = profile.build(entry(found, place), "en")
    named = {block.caption: block for block in one.blocks if isinstance(block, Table)}
    return [[cell.value for cell in row.cells] for row in named[caption].rows]


class TestContent:
    @pytest.mark.parametrize("lang", ["en", "bn"])
    @pytest.mark.parametrize("place", [0, 2, 3])
    def test_every_face_shows_the_same(self, found: Analysed, lang: str, place: int) -> None:
        one = profile.build(entry(found, place), lang)
        check_faces(one, page.render(one), pdf.draw(one).cells, xlsx.render(one), docx.render(one))

    def test_it_says_where_it_stands_and_the_fewest_changes(self, found: Analysed) -> None:
        said = words(found, 0)
        assert (
            "Now 6 of 7 (0 n/a): level 3 – Responsive. Possible 7: level 4 – Transformative."
            in said
        )
        assert "Level 4 – Transformative is reached with the fewest changes" in said
        assert "Q6a Empowerment as an objective" in said
        both = words(found, 1)
        assert "Q6b Empowerment actions and Q10 Data, analysis and reporting" in both

    def test_all_smallest_sets_are_told(self, found: Analysed) -> None:
        said = words(found, 2)
        assert "Now 0 of 6 (1 n/a): level 1 – Not yet considered." in said
        for code in ("Q6a", "Q6b", "Q7", "Q8", "Q9", "Q10"):
            assert f"\n{code} " in said

    def test_each_condition_stands_with_the_answer_it_rests_on(self, found: Analysed) -> None:
        conditions = table(found, 0, "Conditions of each level")
        assert ["4 – Transformative", "not met", "Q6a: No"] in [
            [row[0], row[2], row[3]] for row in conditions
        ]
        assert ["3 – Responsive", "met", "Q10: Yes"] in [
            [row[0], row[2], row[3]] for row in conditions
        ]

    def test_answers_coverage_and_rows_are_told(self, found: Analysed) -> None:
        answers = {
            str(row[0])[:3]: row[1:4] for row in table(found, 0, "Answers to the judged questions")
        }
        assert answers["Q6a"] == ["No", None, "Now"]
        assert answers["Q7 "] == ["Yes", None, None]
        assert table(found, 0, "People reached")[0][:6] == [
            "2017-18",
            "persons",
            60,
            40,
            None,
            None,
        ]
        assert len(table(found, 0, "Actions")) == 1

    def test_what_was_not_assessed_has_no_level(self, found: Analysed) -> None:
        one = page.render(profile.build(entry(found, 3), "en"))
        assert "ended." in one
        assert "Responsive" not in one
        assert "level" not in one.lower()


class TestWho:
    @pytest.mark.parametrize("who", ["reviewer", "focal", "approver", "technical_support"])
    def test_those_concerned_read(self, found: Analysed, who: str) -> None:
        answer = signed_in(found.scene.people[who]).get(address(found))
        assert answer.status_code == 200
        assert "Where it stands, and why" in text(answer)

    @pytest.mark.parametrize("who", ["stranger", "observer", "administrator", "contributor"])
    def test_a_draft_is_nothing_to_others(self, found: Analysed, who: str) -> None:
        assert signed_in(found.scene.people[who]).get(address(found)).status_code == 404

    @pytest.mark.parametrize("who", ["stranger", "observer", "coordinator"])
    def test_after_circulation_others_are_told_why_not(self, found: Analysed, who: str) -> None:
        if who != "coordinator":  # who sees the cluster's rows and answers before, and never levels
            ActionPlan.objects.update(status="circulated")
        answer = signed_in(found.scene.people[who]).get(address(found))
        assert answer.status_code == 403
        assert "are shown to the ministry itself" in text(answer)
        subject = Subject.of_programme(found.plan, entry(found, 0).assessment)
        assert not can_read(found.scene.people[who], subject)


class TestFiles:
    def wish(self, **fields: object) -> dict[str, object]:
        return {"key": uuid.uuid4(), "format": "xlsx", "language": "bn", **fields}

    @pytest.mark.parametrize("kind", ["pdf", "xlsx", "docx"])
    def test_a_file_is_asked_for_made_and_kept(self, found: Analysed, kind: str) -> None:
        browser, wish = signed_in(found.scene.focal), self.wish(format=kind)
        for _twice in range(2):
            browser.post(address(found, "profile_export"), wish)
        made = Export.objects.get()
        tasks.make_export.call(str(made.pk))
        made.refresh_from_db()
        assert (made.state, made.problem) == (ExportState.DONE, "")
        assert made.assessment_id == entry(found, 0).assessment_id
        assert entry(found, 0).programme.code in made.subject.code

    def test_a_wish_that_is_not_one_is_shown_again(self, found: Analysed) -> None:
        browser = signed_in(found.scene.focal)
        answer = browser.post(address(found, "profile_export"), self.wish(format="exe"))
        assert answer.status_code == 422
        assert not Export.objects.exists()
