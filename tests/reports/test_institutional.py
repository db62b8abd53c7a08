"""Rows that rest on no answer (105), and the pick list of policies that they refer to (50)."""

import uuid
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management import call_command
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import override

from nsss_gender.audit.models import Event
from reports.builders import rows as tables
from reports.documents import Table
from reports.enums import PlanStatus
from reports.models import ActionItem, ActionPlan, PolicyReference
from reports.permissions import can_add_row, can_edit_row
from reports.selectors import draft
from reports.selectors.rows import no_values
from reports.services.institutional import institutional_add
from reports.services.plans import plan_start
from reports.services.references import reference_save, references_load
from tests.assessments.factories import Scene, fresh, make_scene
from tests.people import signed_in

pytestmark = pytest.mark.django_db
TYPED = {
    "institutional_kind": "training",
    "gap_en": "Staff have no training on gender.",
    "action_en": "Train the staff of every branch.",
    "cost_crore": "1.25",
    "references": ["sample"],
}


@pytest.fixture
def scene() -> Scene:
    found = make_scene("in_progress")
    plan_start(round_=found.round, by=found.reviewer)
    found.cluster.coordinator = found.people["coordinator"].seats[0].ministry
    found.cluster.save()
    PolicyReference.objects.create(code="sample", kind="gender_policy", name_en="Sample policy")
    return found


def blank(scene: Scene, origin: str) -> ActionItem:
    """A row that is not saved, with its owner."""
    owners: dict[str, dict[str, Any]] = {
        "ministry": {"ministry": scene.ministry},
        "cluster": {"cluster": scene.cluster},
        "cabinet": {},
    }
    return ActionItem(plan=ActionPlan.objects.get(), origin=origin, **owners[origin])


def add(
    scene: Scene, by: Any, origin: str = "ministry", key: uuid.UUID | None = None, **fields: Any
) -> ActionItem:
    values = no_values() | TYPED | fields
    item = blank(scene, origin)
    return institutional_add(key=key or uuid.uuid4(), item=item, values=values, by=by)


def post(scene: Scene, who: str, address: str, **data: Any) -> HttpResponse:
    return signed_in(scene.people[who]).post(address, data)


WHO = {
    "ministry": {"focal"},
    "cluster": {"coordinator", "reviewer", "second_reviewer"},
    "cabinet": {"reviewer", "second_reviewer"},
}


class TestWhoMay:
    @pytest.mark.parametrize("origin", WHO)
    def test_whoever_owns_it_adds_and_the_reviewer_for_clusters_and_division(
        self, scene: Scene, origin: str
    ) -> None:
        item = blank(scene, origin)
        assert {w for w, user in scene.people.items() if can_add_row(user, item)} == WHO[origin]
        ActionPlan.objects.update(status=PlanStatus.CIRCULATED)
        item = blank(scene, origin)
        assert {w for w, user in scene.people.items() if can_add_row(user, item)} == set()

    def test_a_stranger_adds_nothing(self, scene: Scene) -> None:
        with pytest.raises(PermissionDenied):
            add(scene, scene.stranger)
        assert ActionItem.objects.count() == 0

    def test_the_coordinator_edits_what_the_cluster_wrote(self, scene: Scene) -> None:
        row = add(scene, scene.people["coordinator"], "cluster")
        may = {who for who, user in scene.people.items() if can_edit_row(user, row)}
        assert may == {"coordinator", "reviewer", "second_reviewer"}


class TestAdding:
    def test_rows_are_numbered_by_owner_and_gain_nothing(self, scene: Scene) -> None:
        rows = [
            add(scene, scene.focal),
            add(scene, scene.focal),
            add(scene, scene.reviewer, "cabinet"),
            add(scene, scene.reviewer, "cluster"),
        ]
        code, cluster = scene.ministry.code, scene.cluster.code
        references = [row.reference for row in rows]
        assert references == [f"{code}/I1", f"{code}/I2", "CD/I1", f"{cluster}/I1"]
        assert [fresh(row).gain for row in rows] == [0] * 4
        assert [one.code for one in rows[0].references.all()] == ["sample"]

    def test_the_same_form_twice_is_one_row(self, scene: Scene) -> None:
        key = uuid.uuid4()
        assert add(scene, scene.focal, key=key) == add(scene, scene.focal, key=key)
        assert ActionItem.objects.count() == 1
        assert Event.objects.filter(action="institutional row added").count() == 1
        with pytest.raises(ValidationError, match="another page"):
            add(scene, scene.reviewer, "cabinet", key=key)

    def test_without_a_policy_there_is_no_row(self, scene: Scene) -> None:
        with pytest.raises(ValidationError, match="at least one policy"):
            add(scene, scene.focal, references=[])
        assert ActionItem.objects.count() == 0

    def test_it_stands_in_a_table_of_its_own(self, scene: Scene) -> None:
        row = add(scene, scene.focal)
        with override("en"):
            blocks = list(tables.institutions(draft(row.plan, scene.ministry)))
            none = list(tables.institutions(draft(row.plan, scene.other_ministry)))
        table = blocks[1]
        assert isinstance(table, Table)
        cells = dict(zip((one.key for one in table.columns), table.rows[0].cells, strict=True))
        said = {name: cells[name].value for name in ("reference", "owner", "policy", "remark")}
        assert said == {
            "reference": row.reference,
            "owner": scene.ministry.name_en,
            "policy": "Sample policy",
            "remark": "Training of staff",
        }
        assert none == []


class TestPages:
    def address(self, scene: Scene, origin: str = "ministry", code: str = "") -> str:
        plan = ActionPlan.objects.get()
        return reverse("reports:row_new", args=[plan.pk, origin, code or scene.ministry.code])

    def test_a_focal_point_adds_and_edits(self, scene: Scene) -> None:
        data = no_values() | TYPED | {"base": 0, "key": uuid.uuid4()}
        answer = post(scene, "focal", self.address(scene), **data)
        row = ActionItem.objects.get()
        assert answer["Location"] == reverse("reports:item", args=[row.pk])
        page = signed_in(scene.focal).get(answer["Location"]).content.decode()
        assert "Train the staff of every branch." in page
        assert "Sample policy" in page
        edit = reverse("reports:item_edit", args=[row.pk])
        wrong = post(scene, "focal", edit, **(data | {"base": 1, "references": []}))
        assert wrong.status_code == 422
        post(scene, "focal", edit, **(data | {"base": 1, "institutional_kind": "study"}))
        assert fresh(row).institutional_kind == "study"

    def test_all_that_is_missing_is_said_at_once(self, scene: Scene) -> None:
        answer = post(scene, "focal", self.address(scene), base=0, key=uuid.uuid4())
        page = answer.content.decode()
        assert answer.status_code == 422
        for name in ("gap_en", "action_en", "references_0", "institutional_kind_0"):
            assert f'href="#id_{name}"' in page

    def test_for_strangers_there_is_no_such_page(self, scene: Scene) -> None:
        for who, origin, code in (
            ("stranger", "ministry", ""),
            ("focal", "cabinet", "CD"),
            ("focal", "cluster", scene.cluster.code),
            ("reviewer", "forged", "CD"),
        ):
            address = self.address(scene, origin, code)
            assert signed_in(scene.people[who]).get(address).status_code == 404


class TestReferences:
    def test_the_file_is_loaded_once_and_corrections_are_kept(self, scene: Scene) -> None:
        said = StringIO()
        call_command("load_references", stdout=said)
        row = PolicyReference.objects.get(code="womens-policy-2011")
        row.name_en = "Corrected"
        reference_save(reference=row, by=scene.people["administrator"])
        call_command("load_references", stdout=said)
        assert said.getvalue().splitlines() == [
            "reference: 10 created, 0 kept",
            "reference: 0 created, 10 kept",
        ]
        assert fresh(row).name_en == "Corrected"
        event = Event.objects.get(action="reference changed")
        assert event.changes["name_en"][1] == "Corrected"

    def test_every_line_of_the_file_names_its_source(self) -> None:
        call_command("load_references", stdout=StringIO())
        assert not PolicyReference.objects.exclude(code="sample").filter(source="").exists()

    def test_a_line_that_cannot_be_is_named_and_nothing_is_written(self, tmp_path: Path) -> None:
        path = tmp_path / "references.csv"
        path.write_text(
            "code,kind,order,name_en,name_bn,grade,source\nx,forged,1,Name,,C,Here\n", "utf-8"
        )
        with pytest.raises(ValidationError, match="x cannot be loaded"):
            references_load(path=path)
        assert not PolicyReference.objects.filter(code="x").exists()

    def test_nobody_but_an_administrator_changes_the_list(self, scene: Scene) -> None:
        row = PolicyReference.objects.get(code="sample")
        with pytest.raises(PermissionDenied):
            reference_save(reference=row, by=scene.reviewer)
        data = {
            "kind": "womens_policy",
            "code": "new",
            "name_en": "New",
            "order": "২",
            "grade": "C",
        }
        address = reverse("reports:reference_add")
        assert post(scene, "reviewer", address, **data).status_code == 403
        assert post(scene, "administrator", address, **data).status_code == 302
        assert PolicyReference.objects.get(code="new").order == 2
        again = post(scene, "administrator", address, **data)
        assert again.status_code == 422
