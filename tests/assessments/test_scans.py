"""The scan of a signed print: attached to the clearance that holds, named in the packet, fetched by who may."""

import uuid

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.urls import reverse

from assessments.models import Clearance, ClearanceScan
from assessments.permissions import can_attach_scan, can_fetch_scan
from nsss_gender.audit.models import Event
from tests.assessments.factories import Scene, answers_save, fresh, make_scene
from tests.assessments.papers import scan_make
from tests.files.samples import docx_file, pdf, png
from tests.people import signed_in

pytestmark = pytest.mark.django_db


def clearance(scene: Scene) -> Clearance:
    return scene.submission.clearances.latest("created_at")


def post(
    scene: Scene, who: str, content: bytes, name: str, key: uuid.UUID | None = None
) -> HttpResponse:
    address = reverse("assessments:scans", args=[clearance(scene).pk])
    data = {
        "key": key or uuid.uuid4(),
        "file": SimpleUploadedFile(name, content, "application/octet-stream"),
    }
    return signed_in(scene.people[who]).post(address, data)


def fetch(scene: Scene, who: str, scan: ClearanceScan) -> HttpResponse:
    return signed_in(scene.people[who]).get(reverse("assessments:scan_file", args=[scan.pk]))


def test_several_pages_are_attached_and_shown() -> None:
    scene = make_scene("cleared")
    assert post(scene, "focal", pdf(), "page 1.pdf").status_code == 302
    assert post(scene, "focal", png(), "page 2.png").status_code == 302
    names = list(clearance(scene).scans.values_list("file_name", flat=True))
    assert names == ["page 1.pdf", "page 2.png"]
    shown = signed_in(scene.focal).get(reverse("assessments:submit", args=[scene.submission.pk]))
    assert "page 2.png" in shown.content.decode()
    assert Event.objects.filter(action="clearance scan attached").count() == 2


def test_without_a_scan_it_is_said_and_nothing_is_in_the_way() -> None:
    scene = make_scene("cleared")
    address = reverse("assessments:submit", args=[scene.submission.pk])
    said = "No scan of the signed print is attached."
    assert said in signed_in(scene.focal).get(address).content.decode()
    scene.submit()
    read = reverse("assessments:read", args=[scene.submission.pk])
    assert said in signed_in(scene.reviewer).get(read).content.decode()


def test_a_repeated_post_attaches_once() -> None:
    scene, key = make_scene("cleared"), uuid.uuid4()
    for _ in range(2):
        assert post(scene, "focal", pdf(), "signed.pdf", key).status_code == 302
    assert ClearanceScan.objects.count() == 1


@pytest.mark.parametrize(
    ("content", "name"), [(docx_file(), "signed.docx"), (b"%PDF-1.4", "signed.png"), (b"", "a.pdf")]
)
def test_what_is_no_scan_is_refused(content: bytes, name: str) -> None:
    scene = make_scene("cleared")
    answer = post(scene, "focal", content, name)
    assert answer.status_code == 422
    assert 'href="#id_file"' in answer.content.decode()
    assert not ClearanceScan.objects.exists()


def test_a_scan_voids_nothing_and_the_packet_names_it() -> None:
    scene = make_scene("cleared")
    scan = scan_make(clearance(scene), scene.focal)
    assert clearance(scene).voided_at is None
    packet = scene.submit()
    (named,) = packet.data["clearance"]["scans"]
    assert (named["id"], named["sha256"]) == (str(scan.pk), scan.sha256)
    page = signed_in(scene.focal).get(reverse("assessments:receipt", args=[packet.pk]))
    assert "signed.pdf" in page.content.decode()


def test_to_a_voided_clearance_nothing_is_attached() -> None:
    scene = make_scene("cleared")
    old = clearance(scene)
    answers_save(scene.assessment, {"Q8": {"text": "Said more."}}, by=scene.focal)
    verdict = can_attach_scan(scene.focal, fresh(old))
    assert verdict.reason == "This clearance was voided by an edit: its print no longer holds."
    with pytest.raises(PermissionDenied):
        scan_make(old, scene.focal)


def test_after_acceptance_nothing_is_attached() -> None:
    scene = make_scene("accepted")
    verdict = can_attach_scan(scene.focal, clearance(scene))
    assert verdict.reason == "The report is accepted: nothing is added to it now."


def test_who_attaches() -> None:
    scene = make_scene("cleared")
    may = {name for name, user in scene.people.items() if can_attach_scan(user, clearance(scene))}
    assert may == {"focal"}
    assert post(scene, "stranger", pdf(), "a.pdf").status_code == 404


def test_who_fetches() -> None:
    scene = make_scene("cleared")
    scan = scan_make(clearance(scene), scene.focal)
    scene.submit()
    later = scan_make(clearance(scene), scene.focal)
    for row, readers in (
        (
            scan,
            {
                "focal",
                "reviewer",
                "second_reviewer",
                "technical_support",
                "approver",
                "coordinator",
            },
        ),
        (later, {"focal"}),
    ):
        found = ClearanceScan.objects.select_related("clearance__submission").get(pk=row.pk)
        may = {name for name, user in scene.people.items() if can_fetch_scan(user, found)}
        assert may == readers
    answer = fetch(scene, "reviewer", scan)
    assert answer.content == pdf()
    assert answer["Content-Disposition"].startswith("attachment;")
    assert fetch(scene, "reviewer", later).status_code == 403
    assert fetch(scene, "stranger", scan).status_code == 404
