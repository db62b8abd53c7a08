"""The texts of an answer's history that can be taken out, and those that must stay (87)."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from assessments.models import Answer
from assessments.models.answer import TEXTS
from assessments.permissions import kept_from_redaction
from assessments.schema import Questionnaire
from assessments.selectors.history import VersionView, versions
from nsss_gender.language.dates import moment
from nsss_gender.language.numbers import number


@dataclass(frozen=True)
class Redactable:
    """One version with a typed text; ``stays`` says why it cannot be taken out."""

    view: VersionView
    stays: str

    @property
    def texts(self) -> list[str]:
        return [field.value for field in self.view.fields if field.typed]

    @property
    def name(self) -> str:
        """The version, when and by whom: "Version 3, 12 February 2019, 14:05, Rahima"."""
        language, version = get_language() or "en", self.view.version
        given = {"number": number(version.number, language), "at": moment(version.at, language)}
        return _("Version %(number)s, %(at)s") % given + f", {version.by}"


def redactable(answer: Answer, questionnaire: Questionnaire) -> list[Redactable]:
    """The versions with typed texts, the newest first."""
    views = [view for view in versions(answer, questionnaire) if _typed(view)]
    stays = kept_from_redaction(answer, {view.version.pk: view.version for view in views})
    return [Redactable(view, stays.get(view.version.pk, "")) for view in views]


def redactable_choices(rows: Sequence[Redactable]) -> list[tuple[str, str]]:
    """Those that can be taken out, for the form."""
    return [(str(row.view.version.pk), row.name) for row in rows if not row.stays]


def _typed(view: VersionView) -> bool:
    return any(getattr(view.version, name) for name in TEXTS)
