"""Part A of a plan, the strategy text: written section by section, every text a version (106; law 1)."""

from collections.abc import Mapping

from django.db import transaction

from assessments.merge import same
from nsss_gender.accounts.models import User
from nsss_gender.audit.services import record, text_digest
from reports.enums import PlanPart
from reports.models import LANGUAGES, ActionPlan, PlanText, PlanVersion
from reports.permissions import can_write_text
from reports.services.versions import Outcome, Typed, version_save

BODIES = tuple(f"body_{language}" for language in LANGUAGES)


def text_save(*, plan: ActionPlan, part: PlanPart, typed: Typed, by: User) -> Outcome:
    """Save what a form says of one section; merged with what a colleague saved since.

    ``typed.base`` is 0 where nothing was written yet. Raises PermissionDenied with the reason, and
    ValidationError where the form started from a version that never stood.
    """
    with transaction.atomic():
        rows = ActionPlan.objects.select_for_update(of=("self",)).select_related("round")
        locked = rows.get(pk=plan.pk)
        seat = can_write_text(by, locked).require()
        row = _row(locked, part)
        standing = {name: getattr(row, name) for name in BODIES}
        started = Typed(max(typed.base, 1), typed.values)  # the first version is the empty one
        saved = version_save(row=row, standing=standing, typed=started, by=by, seat=seat)
        if saved.written:
            for name in BODIES:
                setattr(row, name, saved.values[name])
            row.number = saved.number
            row.save()
            record(
                "strategy text written",
                stream=locked.stream,
                target=row.target_name,
                by=by,
                seat=seat,
                changes=_changes(row, standing),
            )
    return saved


def text_restore(*, version: PlanVersion, text: PlanText, by: User) -> Outcome:
    """Bring an earlier or kept text back as a new version; where it stands already nothing is written."""
    with transaction.atomic():
        ActionPlan.objects.select_for_update().get(pk=text.plan_id)
        row = PlanText.objects.select_related("plan").get(pk=text.pk)
        typed = Typed(row.number, version.values)
        return text_save(plan=row.plan, part=PlanPart(row.part), typed=typed, by=by)


def _row(plan: ActionPlan, part: PlanPart) -> PlanText:
    """The section as it stands; a new one, not yet saved, where nobody has written it. The plan is locked."""
    there = plan.texts.filter(part=part).first()
    if there:
        there.plan = plan
        return there
    return PlanText(plan=plan, part=part, position=list(PlanPart).index(part))


def _changes(row: PlanText, before: Mapping[str, str]) -> dict[str, object]:
    """What the log keeps: the section, and of the texts their digests."""
    digests = {
        name: [text_digest(before[name]), text_digest(getattr(row, name))]
        for name in BODIES
        if not same(before[name], getattr(row, name))
    }
    return {"part": row.part, "number": row.number, "digests": digests}
