"""What the register files say, as frozen rows in the codes of the register."""

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from nsss_gender.language.text import fold


@dataclass(frozen=True)
class TermRow:
    """A cluster, stage or target group.

    ``keywords`` find a group in a source's wording, unless one of ``unless`` stands there too: "men
    65+, women 62+" does not make women the target group.
    """

    code: str
    order: int
    name_en: str
    name_bn: str
    confirmed: bool
    aliases: tuple[str, ...]
    keywords: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()

    def words(self) -> set[str]:
        """Everything that the term may be called, folded for comparison."""
        return {
            fold(text) for text in (self.code, self.name_en, self.name_bn, *self.aliases) if text
        }

    def is_named_in(self, folded: str) -> bool:
        """Whether a folded text names the group by one of its keywords, as whole words."""
        return _any_word(self.keywords, folded) and not _any_word(self.unless, folded)


@dataclass(frozen=True)
class AgencyRow:
    """An implementing agency with a Bangla name or other wordings of its English name."""

    name_en: str
    name_bn: str
    aliases: tuple[str, ...]


@dataclass(frozen=True)
class MinistryRow:
    """A ministry or division; ``clusters`` and ``coordinates`` pair a cluster's code with a grade."""

    code: str
    order: int
    values: Mapping[str, str]
    name_source: str
    clusters: tuple[tuple[str, str], ...]
    coordinates: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class CoverageRow:
    """People reached; the files give either women or one number that is not disaggregated."""

    period: str
    fiscal_year: str
    unit: str
    unit_note: str
    women: int | None
    not_disaggregated: int | None
    split_note: str


@dataclass(frozen=True)
class BudgetRow:
    """An amount in crore taka."""

    period: str
    fiscal_year: str
    crore_taka: Decimal


@dataclass(frozen=True)
class LinkRow:
    """Which ministry (by code) leads or shares a programme, and when."""

    ministry: str
    part: str
    valid_from: dt.date | None
    valid_to: dt.date | None
    source: str


@dataclass(frozen=True)
class ProgrammeRow:
    """A programme; cluster, stages, groups and ministries are codes of the register."""

    code: str
    values: Mapping[str, str | bool]
    agency: str
    cluster: str
    stages: tuple[str, ...]
    groups: tuple[str, ...]
    links: tuple[LinkRow, ...]
    coverage: CoverageRow | None
    budget: BudgetRow | None


@dataclass(frozen=True)
class Register:
    """The whole register as its files give it, in the order of the files."""

    clusters: tuple[TermRow, ...]
    stages: tuple[TermRow, ...]
    groups: tuple[TermRow, ...]
    agencies: tuple[AgencyRow, ...]
    ministries: tuple[MinistryRow, ...]
    programmes: tuple[ProgrammeRow, ...]


def _any_word(words: tuple[str, ...], folded: str) -> bool:
    return any(re.search(rf"(?<!\w){re.escape(word)}(?!\w)", folded) for word in words)
