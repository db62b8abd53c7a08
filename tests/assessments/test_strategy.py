"""The ministry's own documents: commitments, versions, files, and which programmes cite them (100)."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from assessments.models import BesideVersion, Commitment, OwnStrategy, StrategyFile
from assessments.permissions import can_read_strategy_file, submission_blocks
from assessments.selectors.strategy import citable, withdrawn_but_cited
from assessments.services.citations import citations_save
from assessments.services.reports import strategy_save
from assessments.services.strategy import commitment_lines, strategy_attach, strategy_detach
from tests.assessments.factories import clear, fresh, hand_out, make_scene
from tests.assessments.papers import upload
from tests.files.samples import pdf
from tests.people import signed_in

pytestmark = pytest.mark.django_db

LINES = "Half of all supervisors are women.\nEvery payment reaches her own account."


@pytest.fixture
def scene():
    return make_scene("in_progress")


def save(scene, text=LINES, base=None, **fields):
    row = OwnStrategy.objects.filter(kind="gender_strategy").first()
    values = {"state": "exists", "title": "Strategy", "reference": "", "commitments": text}
    return strategy_save(
        submission=scene.submission,
        kind="gender_strategy",
        base=(row.number if row else 0) if base is None else base,
        values=values | fields,
        by=scene.focal,
    )


def standing():
    return list(Commitment.objects.filter(withdrawn_at=None).values_list("text", flat=True))


def cite(scene, *keys, seen=(), not_covered=False, by=None):
    citations_save(
        assessment=scene.assessment,
        seen=seen,
        cited=keys,
        not_covered=not_covered,
        by=by or scene.focal,
    )


def cited(scene):
    return set(scene.assessment.citations.values_list("commitment__text", flat=True))


def blocks(scene):
    return [block for block in submission_blocks(scene.submission) if block.area == "citations"]


class TestCommitments:
    @pytest.mark.parametrize(
        ("text", "lines"),
        [
            ("", []),
            (" a \n\n b\r\na", ["a", "b"]),
            ("- a\n• b\n* c", ["a", "b", "c"]),
            ("মন্ত্রণাল\u09df", ["মন্ত্রণাল\u09af\u09bc"]),
        ],
    )
    def test_one_a_line(self, text, lines):
        assert commitment_lines(text) == lines

    def test_a_line_that_stays_keeps_its_row(self, scene):
        save(scene)
        before = dict(Commitment.objects.values_list("text", "pk"))
        save(scene, "A new first line.\n" + LINES.splitlines()[1])
        after = dict(Commitment.objects.filter(withdrawn_at=None).values_list("text", "pk"))
        assert list(after) == ["A new first line.", LINES.splitlines()[1]]
        assert after[LINES.splitlines()[1]] == before[LINES.splitlines()[1]]
        assert Commitment.objects.exclude(withdrawn_at=None).count() == 1

    def test_a_line_that_comes_back_brings_its_citations(self, scene):
        save(scene)
        cite(scene, Commitment.objects.first().pk)
        save(scene, "Something else.")
        assert [vars(row)["times"] for row in withdrawn_but_cited(scene.submission)] == [1]
        assert len(blocks(scene)) == 1
        save(scene)
        assert standing() == LINES.splitlines()
        assert blocks(scene) == []

    def test_none_exists_lists_nothing(self, scene):
        save(scene)
        save(scene, state="none", title="")
        assert standing() == []
        assert blocks(scene) == []


class TestVersions:
    def test_a_clash_keeps_both_texts_and_the_standing_one_stands(self, scene):
        first = save(scene)
        save(scene, "Theirs.")
        for _ in range(2):
            with pytest.raises(ValidationError):
                save(scene, "Mine.", base=first.number)
        assert fresh(first).commitments == "Theirs."
        kept = BesideVersion.objects.get(kept=True)
        assert (kept.values["commitments"], kept.base) == ("Mine.", first.number)
        numbers = BesideVersion.objects.filter(target=first.target).values_list("number", flat=True)
        assert sorted(numbers)[-3:] == list(range(max(numbers) - 2, max(numbers) + 1))

    def test_an_earlier_text_is_brought_back_as_a_new_version(self, scene):
        row = save(scene)
        first = BesideVersion.objects.get(target=row.target, number=row.number)
        save(scene, "Another.")
        browser = signed_in(scene.focal)
        page = browser.get(reverse("assessments:strategy_history", args=[row.pk]))
        assert "Another." in page.content.decode()
        browser.post(reverse("assessments:strategy_restore", args=[first.pk]))
        assert fresh(row).commitments == LINES
        assert standing() == LINES.splitlines()

    def test_history_and_restore_are_the_ministry_s_own(self, scene):
        row = save(scene)
        version = BesideVersion.objects.filter(target=row.target).latest("number")
        for name, key in (("strategy_history", row.pk), ("strategy_restore", version.pk)):
            address = reverse(f"assessments:{name}", args=[key])
            for who in ("stranger", "nobody", "administrator", "reviewer"):
                browser = signed_in(scene.people[who])
                ask = browser.post if name == "strategy_restore" else browser.get
                assert ask(address).status_code in {403, 404}
        assert fresh(row).number == row.number


class TestFiles:
    def test_attached_once_withdrawn_and_kept(self, scene):
        row = save(scene)
        files = [strategy_attach(strategy=row, upload=upload(), by=scene.focal) for _ in range(2)]
        assert files[0] == files[1]
        for _ in range(2):
            strategy_detach(file=files[0], by=scene.focal)
        assert StrategyFile.objects.get().withdrawn_by == scene.focal

    @pytest.mark.parametrize("who", ["contributor", "stranger", "reviewer"])
    def test_only_the_focal_point_attaches(self, scene, who):
        row = save(scene)
        with pytest.raises(PermissionDenied):
            strategy_attach(strategy=row, upload=upload(), by=scene.people[who])

    def test_who_reads_it_before_and_after_submission(self, scene):
        row = save(scene, "")
        file = strategy_attach(strategy=row, upload=upload(), by=scene.focal)
        address = reverse("assessments:strategy_file", args=[file.pk])

        def readers():
            return {who for who, user in scene.people.items() if can_read_strategy_file(user, file)}

        assert readers() == {"focal"}
        scene.clear()
        scene.submit()
        file = StrategyFile.objects.get()
        assert readers() == {
            "focal", "reviewer", "second_reviewer", "technical_support", "approver", "coordinator",
        }  # fmt: skip
        assert signed_in(scene.reviewer).get(address).content == pdf()
        for who in ("stranger", "contributor", "observer", "administrator", "nobody"):
            assert signed_in(scene.people[who]).get(address).status_code == 404

    def test_from_the_page_with_its_mistakes_in_place(self, scene):
        address = reverse("assessments:strategy", args=[scene.submission.pk])
        rows = {row.kind: row.number for row in OwnStrategy.objects.all()}
        typed = {f"{kind}-base": str(number) for kind, number in rows.items()}
        typed |= {"nsss_action_plan-state": "none", "gender_strategy-state": "exists"}
        typed |= {"gender_strategy-title": "Strategy", "gender_strategy-commitments": LINES}
        fake = SimpleUploadedFile("a.pdf", b"MZ", "application/pdf")
        browser = signed_in(scene.focal)
        answer = browser.post(address, typed | {"gender_strategy-file": fake})
        assert answer.status_code == 422
        assert "its content is something else" in answer.content.decode()
        assert "Half of all supervisors" in answer.content.decode()
        good = SimpleUploadedFile("a.pdf", pdf(), "application/pdf")
        assert browser.post(address, typed | {"gender_strategy-file": good}).status_code == 302
        assert StrategyFile.objects.get().strategy.kind == "gender_strategy"
        assert standing() == LINES.splitlines()
        assert "a.pdf" in browser.get(address).content.decode()


class TestCiting:
    def test_nothing_said_blocks_the_clearance_and_not_the_saving(self, scene):
        save(scene)
        (block,) = blocks(scene)
        assert block.assessment == scene.assessment
        with pytest.raises(PermissionDenied):
            clear(scene.submission, scene.focal)
        check = reverse("assessments:check", args=[scene.submission.pk])
        page = signed_in(scene.focal).get(check).content.decode()
        assert reverse("assessments:citations", args=[scene.assessment.pk]) in page

    def test_a_citation_or_not_covered_lifts_it(self, scene):
        save(scene)
        first = Commitment.objects.first()
        cite(scene, first.pk)
        assert blocks(scene) == []
        cite(scene, seen=[first.pk], not_covered=True)
        assert (cited(scene), blocks(scene)) == (set(), [])

    def test_both_at_once_are_refused(self, scene):
        save(scene)
        with pytest.raises(ValidationError):
            cite(scene, Commitment.objects.first().pk, not_covered=True)
        assert cited(scene) == set()

    def test_a_colleague_s_tick_survives_an_older_form(self, scene):
        save(scene)
        one, two = Commitment.objects.filter(withdrawn_at=None).order_by("position")
        hand_out(scene.assessment, scene.contributor, scene.focal)
        cite(scene, one.pk, by=scene.contributor)
        cite(scene, two.pk)  # shown before the colleague's tick
        assert cited(scene) == {one.text, two.text}
        cite(scene, two.pk, seen=[one.pk, two.pk])
        assert cited(scene) == {two.text}

    def test_another_ministry_s_commitment_cannot_be_cited(self, scene):
        other = make_scene("in_progress")
        strategy_save(
            submission=other.submission,
            kind="gender_strategy",
            base=OwnStrategy.objects.get(
                submission=other.submission, kind="gender_strategy"
            ).number,
            values={"state": "exists", "title": "T", "reference": "", "commitments": "Theirs."},
            by=other.focal,
        )
        with pytest.raises(ValidationError):
            cite(scene, Commitment.objects.get(text="Theirs.").pk)

    @pytest.mark.parametrize("who", ["contributor", "stranger", "reviewer", "administrator"])
    def test_who_may_not(self, scene, who):
        save(scene)
        with pytest.raises(PermissionDenied):
            cite(scene, not_covered=True, by=scene.people[who])

    def test_the_packet_and_the_reader_have_it(self, scene):
        save(scene)
        first = Commitment.objects.filter(withdrawn_at=None).order_by("position").first()
        cite(scene, first.pk)
        scene.clear()
        packet = scene.submit()
        (entry,) = packet.assessments.values()
        assert (entry["citations"], entry["not_covered"]) == ([str(first.pk)], False)
        row = next(row for row in packet.data["strategies"] if row["kind"] == "gender_strategy")
        assert [line["text"] for line in row["listed"]] == LINES.splitlines()
        reading = reverse("assessments:read_assessment", args=[scene.assessment.pk])
        assert (
            "Own commitments carried out" in signed_in(scene.reviewer).get(reading).content.decode()
        )

    def test_from_the_page(self, scene):
        save(scene)
        address = reverse("assessments:citations", args=[scene.assessment.pk])
        browser = signed_in(scene.focal)
        assert LINES.splitlines()[0] in browser.get(address).content.decode()
        first = Commitment.objects.filter(withdrawn_at=None).order_by("position").first()
        both = {"seen": "", "cited_0": [str(first.pk)], "not_covered": "on"}
        assert browser.post(address, both).status_code == 422
        one = {"seen": "", "cited_0": [str(first.pk)]}
        assert browser.post(address, one).status_code == 302
        assert citable(scene.assessment).cited == {first.pk}
        assert signed_in(scene.stranger).get(address).status_code == 404
