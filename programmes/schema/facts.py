"""One programme as a row of the table: codes and plain texts, no database."""

from dataclasses import dataclass, fields
from typing import Any

WORD = {
    "lead": "ministry",
    "agency": "agency",
    "cluster": "cluster",
    "approach": "approach",
    "grade": "grade",
}
WORDS = {"partners": "ministry", "stages": "stage", "groups": "group", "functions": "function"}
KINDS = {**WORD, **WORDS}  # the list of whose words a field holds
LISTS = frozenset(WORDS)
NEW = "+"  # before a word that is to be added to its list


@dataclass
class Facts:
    """What the register holds of a programme today; ``number`` is 0 for one that is not there yet."""

    code: str = ""
    name_en: str = ""
    name_bn: str = ""
    acronym: str = ""
    lead: str = ""
    partners: tuple[str, ...] = ()
    agency: str = ""
    cluster: str = ""
    stages: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    approach: str = ""
    functions: tuple[str, ...] = ()
    transfer_type: str = ""
    benefit_rate: str = ""
    target_note: str = ""
    stage_note: str = ""
    gender_features: str = ""
    start: str = ""
    start_fy: str = ""
    end_fy: str = ""
    grade: str = ""
    source: str = ""
    note: str = ""
    pk: str = ""
    number: int = 0

    def __str__(self) -> str:
        """The name by which the preview calls it."""
        return self.name_en or self.name_bn or self.code


FIELDS = tuple(one.name for one in fields(Facts) if one.name not in {"pk", "number"})


def plain(value: Any) -> Any:
    """A value as JSON keeps it."""
    return list(value) if isinstance(value, tuple) else value
