"""The programme as a row: which cell fills which field, what may not be, what would change (1)."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from import_export.fields import Field
from import_export.resources import Diff, Resource

from programmes.builders.known import Known, Vocabulary
from programmes.builders.mistakes import complaint
from programmes.models import Programme
from programmes.resources.widgets import CodeCell, TextCell, WordCell, WordsCell, YearCell
from programmes.schema.facts import FIELDS, WORD, WORDS, Facts, plain
from programmes.schema.lexicon import loose
from programmes.schema.untidy import cell_text
from programmes.schema.wishes import Wishes

NEEDED = frozenset({"code", "name_en", "lead", "grade"})
YEARS = frozenset({"start_fy", "end_fy"})
Row = Mapping[str, str]


class Difference(Diff):
    """Which fields a row would change, as {field: [old, new]}."""

    def __init__(self, resource: Any, instance: Facts, new: bool) -> None:  # noqa: FBT001 - theirs
        start = Facts() if new else instance
        self.old = {name: getattr(start, name) for name in FIELDS}
        self.is_new = new

    def compare_with(self, resource: Any, instance: Facts) -> None:
        """Take the values as the row leaves them."""
        self.new = {name: getattr(instance, name) for name in FIELDS}

    def as_html(self) -> dict[str, list[Any]]:
        """The changes; the page writes them, not this library."""
        return {
            name: [None if self.is_new else plain(old), plain(self.new[name])]
            for name, old in self.old.items()
            if self.new[name] != old
        }


class ProgrammeResource(Resource):
    """Reads rows of text into ``Facts`` and writes them back; the database is not asked for a row."""

    class Meta:
        import_id_fields = ("code",)
        skip_unchanged = True
        report_skipped = True
        store_instance = True

    def __init__(
        self, known: Known, vocabulary: Vocabulary, wishes: Wishes, language: str = "en"
    ) -> None:
        super().__init__()
        self.known, self.vocabulary, self.wishes = known, vocabulary, wishes
        self.seen: dict[str, int] = {}
        for name in FIELDS:
            cell = self._widget(name, language)
            cell.needed = name in NEEDED
            self.fields[name] = Field(name, name, cell, saves_null_values=False)

    def _widget(self, name: str, language: str) -> Any:
        if name in WORDS:
            return WordsCell(WORDS[name], self.vocabulary, self.wishes, language)
        if name in WORD:
            return WordCell(WORD[name], self.vocabulary, self.wishes, language)
        if name in YEARS:
            return YearCell()
        if name == "code":
            return CodeCell()
        most = getattr(Programme._meta.get_field(name), "max_length", None)
        return TextCell(most, lines=most is None)

    def get_diff_class(self) -> type[Difference]:
        """The differences as data."""
        return Difference

    def get_or_init_instance(self, instance_loader: Any, row: Row) -> tuple[Facts, bool]:
        """The programme of the row: by its code, else by a name that only one has or had."""
        code = self._code(row)
        if code and (own := self.known.codes.get(loose(code))):
            return self._once(self.known.facts[own], row), False
        named = self._named(row)
        if named and code:
            raise ValidationError({_name_of(row): complaint("taken", word=named)})
        if named:
            return self._once(self.known.facts[named], row), False
        fresh = Facts(code=code or "")
        return self._once(fresh, row, code or loose(row.get("name_en", ""))), True

    def _code(self, row: Row) -> str | None:
        try:
            return self.fields["code"].clean(row) if row.get("code") else None
        except ValidationError as mistake:
            raise ValidationError({"code": mistake}) from mistake

    def _named(self, row: Row) -> str:
        """The code of the programme that a name of the row belongs to; two are a mistake."""
        texts = [row[name] for name in ("name_en", "name_bn") if row.get(name)]
        found = {code for text in texts if (code := self.known.names.code(text))}
        if len(found) > 1 or any(self.known.names.is_shared(text) for text in texts):
            raise ValidationError({_name_of(row): complaint("shared")})
        return found.pop() if found else ""

    def _once(self, facts: Facts, row: Row, key: str = "") -> Facts:
        """The facts, unless an earlier row of the file is about the same programme."""
        key = key or facts.code
        number = int(row["row"])
        if key and self.seen.setdefault(key, number) != number:
            raise ValidationError({_name_of(row): complaint("twice", row=self.seen[key])})
        return Facts(**vars(facts))

    def import_instance(self, instance: Facts, row: Row, **kwargs: Any) -> None:
        """Every cell of the row; all mistakes at once, each at its field."""
        named_only = instance.number and not row.get("code")
        errors: dict[str, ValidationError] = {}
        for name, field in self.fields.items():
            if name == "code" or field.column_name not in row:
                continue
            if named_only and name in {"name_en", "name_bn"} and getattr(instance, name):
                continue  # an old name or another spelling found it; that is no new name
            try:
                self.import_field(field, instance, row, **kwargs)
            except ValidationError as mistake:
                errors[name] = mistake
        if errors:
            raise ValidationError(errors)

    def validate_instance(
        self,
        instance: Facts,
        import_validation_errors: Any = None,
        validate_unique: bool = True,  # noqa: FBT001, FBT002 - theirs
    ) -> None:
        """What the cells together may not say."""
        errors = dict(import_validation_errors or {})
        if not instance.number:
            if not instance.name_en and "name_en" not in errors:
                errors["name_en"] = complaint("name")
            if not instance.lead and "lead" not in errors:
                errors["lead"] = complaint("lead")
            instance.start = instance.start or instance.start_fy
        if instance.start_fy and instance.end_fy and instance.end_fy < instance.start_fy:
            errors.setdefault("end_fy", complaint("order"))
        if instance.lead in instance.partners:
            errors.setdefault("partners", complaint("both"))
        if errors:
            raise ValidationError(errors)

    def save_instance(self, instance: Facts, is_create: bool, row: Row, **kwargs: Any) -> None:  # noqa: FBT001 - theirs
        """Nothing is written here: the worker stores the preview, a service writes the register."""

    def skip_row(
        self, instance: Facts, original: Facts, row: Row, import_validation_errors: Any = None
    ) -> bool:
        """Whether the row changes nothing; texts that differ only in stray spaces are the same."""
        if import_validation_errors or not instance.number:
            return False
        for name in FIELDS:
            old, new = getattr(original, name), getattr(instance, name)
            if isinstance(new, str) and old != new and _tidy(old) == _tidy(new):
                setattr(instance, name, old)
        return all(getattr(original, name) == getattr(instance, name) for name in FIELDS)


def _tidy(text: str) -> str:
    return " ".join(cell_text(text).split())


def _name_of(row: Row) -> str:
    """The field at which a mistake about the whole row is shown."""
    return next((name for name in ("code", "name_en", "name_bn") if row.get(name)), "name_en")
