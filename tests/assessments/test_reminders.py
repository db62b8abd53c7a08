"""Reminder letters and the letterhead: typed once, filled in for each ministry (36, 107)."""

import datetime as dt
import uuid

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from assessments.enums import LetterKind
from assessments.models import Letterhead, ReminderLetter
from assessments.selectors import reminders
from assessments.selectors.letters import OFFICIAL, call_letter, letter_of, letterhead
from assessments.services.extensions import extension_give
from assessments.services.letters import letter_save, letterhead_save
from nsss_gender.accounts.enums import Role
from nsss_gender.accounts.models import Seat
from nsss_gender.audit.models import Event
from nsss_gender.language.dates import moment
from reports.builders import letter as letters
from reports.builders import parts
from reports.exports import faces, page, pdf
from reports.models import Subject
from reports.permissions import can_read
from reports.services import exports
from reports.tasks import make_export
from tests.assessments import factories
from tests.assessments.factories import letter_values, make_scene
from tests.assessments.test_letters import posted
from tests.assessments.test_review_views import queries, text, url
from tests.people import signed_in

pytestmark = pytest.mark.django_db

READING = {"reviewer", "second_reviewer", "technical_support", "approver", "administrator"}
WRITING = {"administrator", "reviewer", "second_reviewer"}


def save(scene, by, base=0, **fields):
    """Type the reminder of the scene's round."""
    values = letter_values(**fields)
    kind = LetterKind.REMINDER
    return letter_save(round_=scene.round, base=base, values=values, by=by, kind=kind)


def reminder(scene, language="en"):
    found = reminders.reminded(scene.round, scene.ministry)
    return reminders.reminder(scene.round, found, language)


def where(scene, name="reminder", ministry=None):
    ministry = ministry or scene.ministry
    return reverse(f"assessments:{name}", args=[scene.round.pk, ministry.pk])


# ── Who ─────────────────────────────────────────────────────────────────────────────────────────


def test_who_writes_and_who_reads_them():
    scene = make_scene()
    of = Subject.of_reminder(scene.round, scene.ministry)
    assert {name for name, user in scene.people.items() if can_read(user, of)} == READING
    for name, user in scene.people.items():
        if name not in WRITING:
            with pytest.raises(PermissionDenied):
                save(scene, user)
            with pytest.raises(PermissionDenied):
                letterhead_save(base=0, values={"lines_en": "x", "lines_bn": "x"}, by=user)
    assert not ReminderLetter.objects.exists()
    assert not Letterhead.objects.exists()


# ── What it says ────────────────────────────────────────────────────────────────────────────────


def test_it_says_state_percentage_and_days_of_its_ministry_in_english():
    scene = make_scene("not_started", programmes=2, days=-1)
    factories.answers_fill(scene.assessments[0], scene.focal)
    body = "{ministry} | {round} | {deadline} | {state} | {percent} | {late} | {unknown}"
    save(scene, scene.reviewer, body_en=body)
    found = reminders.reminded(scene.round, scene.ministry)
    days = found.standing.working_days
    late = f"late by {days} working day" + ("" if days == 1 else "s")
    due = moment(scene.round.deadline_at, "en")
    name = scene.ministry.name_en
    said = f"{name} | First round | {due} | In progress | 50 per cent | {late} | {{unknown}}"
    assert reminder(scene).body == (said,)


def test_it_speaks_bangla_whatever_the_page_speaks():
    scene = make_scene("in_progress", days=5)
    letter = reminder(scene, "bn")
    due = moment(scene.round.deadline_at, "bn")
    assert scene.ministry.name_bn in letter.body[0]
    assert due in letter.body[0]
    assert "১০০ শতাংশ" in letter.body[1]
    assert "কর্মদিবস বাকি" in letter.body[1]
    assert "প্রথম পর্যায়" in letter.subject


def test_before_anything_is_typed_our_wording_stands_and_no_memo_number():
    scene = make_scene()
    letter = reminder(scene)
    assert letter.lacking == ("memo number", "date", "name of who signs")
    assert "has not been received" in letter.body[0]
    assert not ReminderLetter.objects.exists()


def test_the_supervising_officer_and_the_focal_point_get_copies_first():
    scene = make_scene()
    Seat.objects.filter(ministry=scene.ministry, role=Role.FOCAL_POINT).update(
        supervisor_name="Demo Officer", supervisor_post="Joint Secretary"
    )
    save(scene, scene.reviewer)
    assert reminder(scene).copies == (
        "Demo Officer, Joint Secretary",
        f"{scene.focal.name}, Gender focal point",
        "Office file",
    )


def test_the_list_names_what_is_out_the_overdue_ones_first():
    scene = make_scene("submitted", days=-1)
    extension_give(
        key=uuid.uuid4(),
        round_=scene.round,
        ministry=scene.other_ministry,
        until=scene.round.deadline_at + dt.timedelta(days=9),
        reason="Flood.",
        by=scene.reviewer,
    )
    found = reminders.missing(scene.round)
    assert scene.ministry not in [row.report.ministry for row in found]
    assert [row.standing.late for row in found] == [True, False]
    assert found[-1].report.ministry == scene.other_ministry


# ── Saving ──────────────────────────────────────────────────────────────────────────────────────


def test_call_and_reminder_are_two_texts_and_each_save_is_logged():
    scene = make_scene()
    factories.letter_save(scene.round, scene.reviewer)
    for _ in range(2):
        save(scene, scene.reviewer, subject_en="Reminder")
    assert save(scene, scene.second_reviewer, subject_en="Lost") is None
    assert letter_of(scene.round).subject_en == "Call for {round}"
    kept = letter_of(scene.round, LetterKind.REMINDER)
    assert (kept.subject_en, kept.number) == ("Reminder", 1)
    assert Event.objects.filter(action="reminder letter saved").count() == 1


def test_the_letterhead_stands_above_letters_and_documents_unless_a_letter_has_its_own():
    scene = make_scene()
    factories.letter_save(scene.round, scene.reviewer)
    assert parts.letterhead() == OFFICIAL["en"]
    values = {"lines_en": "Government\nA new line", "lines_bn": "সরকার"}
    assert letterhead_save(base=0, values=values, by=scene.administrator).number == 1
    assert letterhead_save(base=1, values=values, by=scene.reviewer).number == 1
    assert letterhead_save(base=0, values=values | {"lines_en": "x"}, by=scene.reviewer) is None
    assert parts.letterhead() == reminder(scene).letterhead == ("Government", "A new line")
    assert letterhead("bn") == ("সরকার",)
    assert call_letter(scene.round, scene.ministry, "en").letterhead[0] == "Government"
    assert Event.objects.filter(action="letterhead saved").count() == 1


# ── Pages and files ─────────────────────────────────────────────────────────────────────────────


def test_from_the_board_to_the_letter_in_one_click():
    scene = make_scene("submitted", days=-1)
    content = signed_in(scene.reviewer).get(reverse("reports:board", args=[scene.round.pk]))
    assert where(scene, ministry=scene.other_ministry) in content.content.decode()
    assert where(scene) not in content.content.decode()
    approver = signed_in(scene.approver).get(reverse("reports:board", args=[scene.round.pk]))
    assert where(scene, ministry=scene.other_ministry) not in approver.content.decode()


def test_the_page_says_what_lacks_and_that_a_report_came_in():
    scene = make_scene("submitted")
    client = signed_in(scene.reviewer)
    assert "no reminder is needed" in text(client.get(where(scene)))
    other = text(client.get(where(scene, ministry=scene.other_ministry)))
    assert "no reminder is needed" not in other
    assert "Still to be typed in: memo number, date" in other
    stranger = signed_in(scene.stranger).get(where(scene, ministry=scene.other_ministry))
    assert stranger.status_code == 403
    unopened = make_scene(opened=False)
    assert signed_in(unopened.reviewer).get(where(unopened)).status_code == 404


def test_the_reminder_is_typed_and_a_clash_shows_both():
    scene = make_scene()
    client, address = signed_in(scene.reviewer), url("round_reminder", scene.round)
    assert "{percent}" in client.get(address).content.decode()
    for _ in range(2):
        assert client.post(address, posted()).status_code == 302
    save(scene, scene.second_reviewer, 1, subject_en="From a colleague")
    answer = client.post(address, posted(1, subject_en="Mine"))
    assert answer.status_code == 422
    assert "What stands now: From a colleague" in text(answer)


def test_the_letterhead_is_typed_and_a_clash_shows_both():
    scene = make_scene()
    client, address = signed_in(scene.administrator), reverse("assessments:letterhead")
    assert "মন্ত্রিপরিষদ বিভাগ" in client.get(address).content.decode()
    data = {"base": "0", "lines_en": "Mine", "lines_bn": ""}
    assert client.post(address, data).status_code == 302
    answer = client.post(address, data | {"lines_en": "Again"})
    assert answer.status_code == 422
    assert "What stands now: Mine" in text(answer)
    assert letterhead("bn") == ("Mine",)


def test_the_list_costs_the_same_for_two_ministries_and_for_many():
    scene = make_scene()
    client, address = signed_in(scene.reviewer), url("round_reminder", scene.round)
    before = len(queries(client, address))
    for _ in range(2):
        make_scene(programmes=2)
    later = factories.make_round(scene.administrator)
    assert len(queries(client, url("round_reminder", later))) == before


@pytest.mark.parametrize("language", ["en", "bn"])
def test_the_print_has_the_parts_of_an_official_letter_in_their_order(language):
    scene = make_scene()
    save(scene, scene.reviewer)
    document = letters.reminder(scene.round, scene.ministry, language)
    printed = pdf.draw(document)
    assert printed.pages == 1
    faces.check_faces(document, page.render(document), printed.cells, None)
    top = pdf.html(document).partition('class="letterhead"')[2]
    facts = [str(value.value) for _label, value in document.facts]
    places = [top.index(words.splitlines()[0]) for words in (*facts, document.title)]
    assert places == sorted(places)


def test_who_had_which_letter_made_and_when_is_in_the_log():
    scene = make_scene()
    client, key = signed_in(scene.reviewer), uuid.uuid4()
    address = reverse("reports:reminder_paper", args=[scene.round.pk, scene.ministry.pk])
    answer = client.post(address, {"key": str(key), "format": "docx", "language": "bn"})
    assert answer["Location"] == reverse("reports:export", args=[key])
    make_export.func(str(key))
    asked = Event.objects.get(action="export asked")
    assert (asked.changes["kind"], asked.changes["of"]) == (
        "reminder",
        f"reminder-{scene.ministry.code}",
    )
    assert Event.objects.get(action="export made").stream == f"round:{scene.round.pk}"
    back = client.get(reverse("reports:export", args=[key])).content.decode()
    assert where(scene) in back


def test_a_stranger_has_no_letter_made():
    scene = make_scene()
    of = Subject.of_reminder(scene.round, scene.ministry)
    wanted = exports.Wanted(format="pdf", language="en")
    with pytest.raises(PermissionDenied):
        exports.export_ask(key=uuid.uuid4(), of=of, wanted=wanted, by=scene.stranger)
