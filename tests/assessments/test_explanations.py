"""Contradictions in drafts and packets: what the pages say, and what the ministry says to them (17)."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from assessments.models import BesideVersion, Explanation
from assessments.models.answer import draft_sheet
from assessments.selectors.contradictions import contradictions_of, contradictions_read
from nsss_gender.audit.models import Event
from programmes.models import Coverage
from tests.assessments.doubts import OPEN, SAID, contradict, explain, explanation
from tests.assessments.factories import answers_save, judged_values, make_scene
from tests.assessments.papers import evidence_make
from tests.people import signed_in

pytestmark = pytest.mark.django_db


def there(scene) -> dict[str, bool]:
    """The contradictions of the first programme by rule: whether each is open."""
    shown = contradictions_of(scene.assessment, draft_sheet(scene.assessment))
    return {row.code: row.open for row in shown}


# ── Facts from beside the answers ───────────────────────────────────────────────────────────────


def coverage(scene, **figures):
    given = {"period": "2017-18", "fiscal_year": "2017-18", "grade": "A"}
    return Coverage.objects.create(programme=scene.programmes[0], **given, **figures)


def test_the_register_decides_whether_the_coverage_has_a_split():
    scene = make_scene("in_progress")
    assert "split_claimed" not in there(scene)  # nothing known is no contradiction
    coverage(scene, not_disaggregated=500)
    assert there(scene)["split_claimed"] is True
    coverage(scene, women=300, men=0)
    assert "split_claimed" not in there(scene)


def test_a_withdrawn_figure_says_nothing():
    scene = make_scene("in_progress")
    row = coverage(scene, not_disaggregated=500)
    row.withdrawn_at, row.withdrawn_by = row.recorded_at, scene.focal
    row.save()
    assert "split_claimed" not in there(scene)


@pytest.mark.parametrize(
    ("figures", "expected"),
    [
        ({"women": 5, "men": 0}, True),
        ({"women": 0, "men": 5}, True),
        ({"women": 5, "men": 5}, False),
        ({"women": 5}, False),  # a blank is unknown, never zero
    ],
)
def test_only_a_known_zero_says_that_one_sex_is_not_reached(figures, expected):
    scene = make_scene("in_progress")
    approach = {"Q4.approach": {"choices": ["equal"]}}
    answers_save(scene.assessment, approach, by=scene.focal)
    coverage(scene, **figures)
    assert ("both_one_sex_reached" in there(scene)) is expected


def test_evidence_for_a_no():
    scene = make_scene("in_progress", judgements={"Q8": "no"})
    assert "evidence_for_no" not in there(scene)
    evidence_make(scene.assessment, scene.focal)
    assert there(scene)["evidence_for_no"] is True


def test_a_programme_that_is_not_assessed_contradicts_nothing():
    scene = make_scene("in_progress")
    contradict(scene)
    row = scene.assessment
    row.not_assessed_reason = "It ended."
    assert contradictions_of(row, draft_sheet(row)) == []


# ── The explanation ─────────────────────────────────────────────────────────────────────────────


def test_an_explanation_is_saved_with_its_versions_and_leaves_only_a_digest_in_the_log():
    scene = make_scene("in_progress")
    contradict(scene)
    row = explanation(scene)
    assert (row.text, row.number) == ("The actions begin next year.", 2)
    versions = BesideVersion.objects.filter(target=row.target)
    assert list(versions.values_list("number", "values__text", "kept")) == [
        (3, "No.", True),
        (2, "The actions begin next year.", False),
        (1, "The guideline is new.", False),
    ]
    events = Event.objects.filter(action="contradiction explained")
    assert [event.changes["number"] for event in events.order_by("sequence")] == [1, 2]
    assert all("guideline" not in str(event.changes) for event in events)
    assert there(scene)[SAID] is False
    assert there(scene)[OPEN] is True


def test_the_same_post_again_and_a_kept_text_twice_write_nothing():
    scene = make_scene("in_progress")
    contradict(scene)
    assert explain(scene, base=1, text="No.").clashed
    explain(scene, base=0, text="The actions begin next year.")
    assert BesideVersion.objects.filter(target__startswith="explanation:").count() == 3


def test_an_explanation_can_be_taken_back():
    scene = make_scene("in_progress")
    contradict(scene)
    explain(scene, base=2, text=" ")
    assert there(scene)[SAID] is True
    assert explanation(scene).number == 4


@pytest.mark.parametrize("fields", [{"rule": "unheard_of"}, {"text": "x" * 2001}])
def test_what_cannot_be_saved(fields):
    scene = make_scene("in_progress")
    with pytest.raises(ValidationError):
        explain(scene, **fields)
    assert not Explanation.objects.exists()


@pytest.mark.parametrize("state", ["submitted", "under_review", "accepted"])
def test_a_locked_report_takes_no_explanation(state):
    scene = make_scene(state)
    with pytest.raises(PermissionDenied, match="locked"):
        explain(scene)


def test_the_stranger_and_a_colleague_without_it_in_hand_may_not():
    scene = make_scene("in_progress")
    for person in (scene.stranger, scene.contributor, scene.reviewer):
        with pytest.raises(PermissionDenied):
            explain(scene, by=person)


def test_a_new_explanation_voids_the_clearance():
    scene = make_scene("in_progress")
    contradict(scene)
    scene.clear()
    explain(scene, base=2, text="They began in July.")
    assert scene.submission.status == "in_progress"


# ── The ministry's pages ────────────────────────────────────────────────────────────────────────


def page(scene, name="contradictions", **args):
    return reverse(f"assessments:{name}", kwargs={"pk": scene.assessment.pk, **args})


def test_the_page_saves_and_comes_back_to_the_same_place():
    scene = make_scene("in_progress")
    contradict(scene)
    client = signed_in(scene.focal)
    data = {f"{OPEN}-rule": OPEN, f"{OPEN}-base": "0", f"{OPEN}-text": "It is being drafted."}
    answer = client.post(page(scene), data)
    assert answer.status_code == 302
    assert answer["Location"].endswith(f"#rule-{OPEN}")
    assert there(scene)[OPEN] is False


def test_after_a_clash_both_texts_are_on_the_page():
    scene = make_scene("in_progress")
    contradict(scene)
    data = {f"{SAID}-rule": SAID, f"{SAID}-base": "1", f"{SAID}-text": "Something else."}
    answer = signed_in(scene.focal).post(page(scene), data)
    assert answer.status_code == 409
    html = answer.content.decode()
    assert "The actions begin next year." in html
    assert "Something else.</textarea>" in html
    assert f'name="{SAID}-base" value="2"' in html


def test_a_text_that_is_too_long_is_kept_on_the_page():
    scene = make_scene("in_progress")
    contradict(scene)
    data = {f"{OPEN}-rule": OPEN, f"{OPEN}-base": "0", f"{OPEN}-text": "long " * 500}
    answer = signed_in(scene.focal).post(page(scene), data)
    assert answer.status_code == 422
    assert "long long" in answer.content.decode()


def test_a_form_whose_contradiction_has_gone_says_so():
    scene = make_scene("in_progress")
    contradict(scene)
    schema = scene.round.questionnaire.schema()
    answers_save(scene.assessment, judged_values(schema.question("Q11"), "yes"), by=scene.focal)
    data = {f"{OPEN}-rule": OPEN, f"{OPEN}-base": "0", f"{OPEN}-text": "Too late."}
    answer = signed_in(scene.focal).post(page(scene), data, follow=True)
    assert "nothing to explain" in answer.content.decode()


def test_it_stands_at_the_question_in_the_task_list_and_on_the_check_page():
    scene = make_scene("in_progress")
    contradict(scene)
    client = signed_in(scene.focal)
    name = "An objective that nobody measures"
    section = client.get(page(scene, "section", section="indicators")).content.decode()
    assert section.count("Does this fit together?") == 1
    assert name in section
    other = client.get(page(scene, "section", section="norms")).content.decode()
    assert "Does this fit together?" not in other
    assert name in client.get(page(scene, "assessment")).content.decode()
    check = client.get(reverse("assessments:check", args=[scene.submission.pk])).content.decode()
    assert f"{page(scene)}#rule-{OPEN}" in check
    assert f"#rule-{SAID}" not in check  # explained: no longer worth a look
    assert "Nothing is missing." in check  # it blocks nothing


def test_the_check_page_asks_as_often_for_three_programmes_as_for_one(
    django_assert_max_num_queries,
):
    for programmes in (1, 3):
        scene = make_scene("in_progress", programmes=programmes, judgements={"Q11": "no"})
        client = signed_in(scene.focal)
        url = reverse("assessments:check", args=[scene.submission.pk])
        client.get(url)
        with django_assert_max_num_queries(21):
            html = client.get(url).content.decode()
        assert html.count(f"#rule-{OPEN}") == programmes


# ── The packet and its reader ───────────────────────────────────────────────────────────────────


def submitted():
    scene = make_scene("in_progress")
    contradict(scene)
    scene.clear()
    scene.submit()
    scene.claim()
    return scene


def test_the_packet_holds_them_with_the_explanation():
    scene = submitted()
    entry = scene.packet.assessments[str(scene.assessment.pk)]
    assert [row for row in entry["contradictions"] if row["rule"] in {SAID, OPEN}] == [
        {
            "rule": SAID,
            "questions": ["Q6a", "Q6b"],
            "explanation": "The actions begin next year.",
        },
        {"rule": OPEN, "questions": ["Q11", "Q6a"], "explanation": ""},
    ]


def test_the_reviewer_reads_the_open_ones_first_and_comments_there():
    scene = submitted()
    url = page(scene, "read_assessment")
    html = signed_in(scene.reviewer).get(f"{url}?order=first").content.decode()
    heads = ["Answers that do not fit together<", "Answers that do not fit together, explained<"]
    first, second, third = (
        html.index(f"<h2>{head}") for head in (*heads, "“Yes” without evidence")
    )
    assert first < html.index('id="Q11"') < second < html.index('id="Q6b"') < third
    assert "The ministry gives no explanation." in html
    assert "The actions begin next year." in html
    assert "comment=Q11#comment-form" in html


def test_the_report_says_which_programme_has_open_ones():
    scene = submitted()
    url = reverse("assessments:read", args=[scene.submission.pk])
    html = signed_in(scene.reviewer).get(url).content.decode()
    assert f"{page(scene, 'read_assessment')}?order=first" in html


def test_a_packet_from_before_the_rules_is_still_read():
    scene = make_scene("under_review")
    packet = scene.packet
    for entry in packet.assessments.values():
        del entry["contradictions"]
    entry = packet.assessments[str(scene.assessment.pk)]
    assert contradictions_read(entry, scene.round.questionnaire.schema()) == []
