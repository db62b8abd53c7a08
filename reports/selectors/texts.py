"""Part A of a plan, the strategy text: its sections in order, their versions, and the facts for a suggestion (106)."""

import datetime as dt
import uuid
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, QuerySet, Sum
from django.utils import timezone

from assessments.enums import ConsultedKind
from assessments.models import Consultation
from nsss_gender.accounts.models import User
from reports.enums import PlanPart
from reports.models import LANGUAGES, ActionPlan, PlanText, PlanVersion
from reports.selectors.standings import SENT


@dataclass(frozen=True)
class Section:
    """A section of part A; without a row where nobody has written it yet."""

    part: PlanPart
    text: PlanText | None

    def body(self, language: str) -> str:
        """What stands in this language alone."""
        return str(getattr(self.text, f"body_{language}")) if self.text else ""

    @property
    def written(self) -> tuple[str, ...]:
        """The languages in which it is written."""
        return tuple(language for language in LANGUAGES if self.body(language))

    @property
    def number(self) -> int:
        """The number a form starts from; 0 where nothing was written."""
        return self.text.number if self.text else 0

    @property
    def complete(self) -> bool:
        """Whether it stands in both languages."""
        return len(self.written) == len(LANGUAGES)


def sections(plan: ActionPlan) -> tuple[Section, ...]:
    """All sections in their order; one query."""
    known = {row.part: row for row in plan.texts.all()}
    return tuple(Section(part, known.get(part)) for part in PlanPart)


def section(plan: ActionPlan, part: str) -> Section | None:
    """One section by its name; None where there is no such section."""
    if part not in PlanPart.values:
        return None
    return Section(PlanPart(part), plan.texts.filter(part=part).first())


def text_versions(text: PlanText) -> QuerySet[PlanVersion]:
    """Every version of a section that ever stood or was kept beside, the newest first."""
    rows = PlanVersion.objects.filter(target=text.target_name)
    return rows.select_related("by", "seat__ministry").order_by("-number")


def text_version(user: User, pk: uuid.UUID) -> tuple[PlanVersion, PlanText] | None:
    """A version of a section of a plan that the user may read, with the section; None for others."""
    version = PlanVersion.objects.filter(pk=pk, target__startswith="text:").first()
    if version is None:
        return None
    key = version.target.partition(":")[2]
    visible = ActionPlan.objects.visible_to(user)
    text = PlanText.objects.filter(pk=key, plan__in=visible).select_related("plan").first()
    return (version, text) if text else None


@dataclass(frozen=True)
class Consulted:
    """How often a kind of people was consulted, and how many women and men were there."""

    kind: ConsultedKind
    times: int
    women: int
    men: int


@dataclass(frozen=True)
class RoundFacts:
    """What the round itself knows of how the plan was made: nothing of drafts that were not sent (11)."""

    opened: dt.date | None
    deadline: dt.date
    consulted: tuple[Consulted, ...]

    @property
    def times(self) -> int:
        return sum(one.times for one in self.consulted)

    @property
    def women(self) -> int:
        return sum(one.women for one in self.consulted)

    @property
    def men(self) -> int:
        return sum(one.men for one in self.consulted)


def round_facts(plan: ActionPlan) -> RoundFacts:
    """Dates of the round, and the consultations of the reports that were sent; one query."""
    round_ = plan.round
    rows = (
        Consultation.objects.filter(
            submission__round=round_, submission__status__in=SENT, withdrawn_at=None
        )
        .order_by()
        .values_list("kind")
        .annotate(times=Count("pk"), women=Sum("women"), men=Sum("men"))
    )
    return RoundFacts(
        opened=timezone.localdate(round_.opened_at) if round_.opened_at else None,
        deadline=timezone.localdate(round_.deadline_at),
        consulted=tuple(_consulted(rows)),
    )


def _consulted(rows: Iterable[tuple[str, int, int | None, int | None]]) -> Iterable[Consulted]:
    known = {kind: rest for kind, *rest in rows}
    for kind in ConsultedKind:
        if kind in known:
            times, women, men = known[kind]
            yield Consulted(kind, times or 0, women or 0, men or 0)


def unwritten(found: Iterable[Section]) -> int:
    """How many sections nobody has written in any language."""
    return sum(not one.written for one in found)


def untranslated_texts(found: Iterable[Section]) -> int:
    """How many sections stand in one language alone."""
    return sum(len(one.written) == 1 for one in found)
