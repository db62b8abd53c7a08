"""What a ministry records beside its answers: own strategy, consultations, replies to comments."""

import uuid
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django import forms
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from assessments.enums import ConsultedKind, Stance, StrategyKind, StrategyState
from assessments.forms.fill import HIDDEN_MESSAGES, LAST_NUMBER
from assessments.models import OwnStrategy, ReviewComment, ReviewReply
from nsss_gender.files import kinds
from nsss_gender.files.fields import UploadField
from nsss_gender.files.uploads import Upload
from nsss_gender.language.fields import ChoiceField, DateField, IntegerField, TextField, Words


class StrategyForm(forms.Form):
    """One of the two documents of decision 6.1; ``base`` is the number it was read with."""

    use_required_attribute = False

    base = forms.IntegerField(
        min_value=0, max_value=LAST_NUMBER, widget=forms.HiddenInput, error_messages=HIDDEN_MESSAGES
    )
    state = ChoiceField(
        label=_("Does your ministry have it?"),
        choices=StrategyState.choices,
        widget=forms.RadioSelect,
        required=False,
    )
    title = TextField(label=_("Title of the document"), max_length=300, required=False)
    reference = TextField(
        label=_("Memo number, or where it can be read"), max_length=300, required=False
    )
    commitments = Words(
        label=_("Its commitments on gender, one per line"),
        help_text=_("Each line is a commitment that your programmes can cite."),
    )
    file = UploadField(label=_("The document itself"), kinds=kinds.EVIDENCE, required=False)

    def __init__(
        self,
        data: Mapping[str, Any] | None,
        files: MultiValueDict[str, Any] | None = None,
        *,
        kind: str,
        row: OwnStrategy | None,
    ) -> None:
        self.kind, self.row = kind, row
        names = ("state", "title", "reference", "commitments")
        initial = {name: getattr(row, name) for name in names} if row else {}
        initial["base"] = row.number if row else 0
        super().__init__(data, files, prefix=kind, initial=initial)
        self.clash: OwnStrategy | None = None

    def start_again(self, row: OwnStrategy) -> None:
        """After a clash: keep what was typed, show what stands, start from it next time."""
        typed = {f"{self.prefix}-{name}": value for name, value in self.values().items()}
        self.data = {**typed, f"{self.prefix}-base": row.number}
        self.row = self.clash = row

    def problems(self) -> Iterator[tuple[str, str]]:
        """The (id to link to, message) pairs for the error summary."""
        return problems(self, self.heading)

    @property
    def heading(self) -> str:
        return str(StrategyKind(self.kind).label)

    @property
    def untouched(self) -> bool:
        """Whether nothing was said about this document yet; call after ``is_valid``."""
        return self.row is None and not any(self.values().values())

    def values(self) -> dict[str, str]:
        typed = self.cleaned_data.items()
        return {name: text for name, text in typed if name not in {"base", "file"}}

    @property
    def upload(self) -> Upload | None:
        """The document that came with the form; call after ``is_valid``."""
        found: Upload | None = self.cleaned_data.get("file")
        return found

    def again(self) -> None:
        """A browser forgets a chosen file when the page comes back: say so at its place."""
        if self.files.get(f"{self.prefix}-file") and "file" not in self.errors:
            self.add_error("file", gettext("Choose the file again: the page had to come back."))

    def clean(self) -> dict[str, Any]:
        """A text without the answer it belongs to cannot be kept apart from "none exists"."""
        names = ("title", "reference", "commitments", "file")
        typed = [self.cleaned_data.get(name) for name in names]
        if not self.cleaned_data.get("state") and (any(typed) or self.row):
            self.add_error("state", gettext("Choose one of the answers."))
        return self.cleaned_data


def strategy_forms(
    data: Mapping[str, Any] | None,
    files: MultiValueDict[str, Any] | None,
    rows: Iterable[OwnStrategy],
) -> list[StrategyForm]:
    """A form for each of the two documents."""
    standing = {row.kind: row for row in rows}
    return [
        StrategyForm(data, files, kind=kind, row=standing.get(kind)) for kind in StrategyKind.values
    ]


class ConsultationForm(forms.Form):
    """Who was asked, when, and what they said; ``key`` makes a repeated post harmless."""

    use_required_attribute = False

    key = forms.UUIDField(widget=forms.HiddenInput, error_messages=HIDDEN_MESSAGES)
    kind = ChoiceField(
        label=_("Who was consulted"), choices=ConsultedKind.choices, widget=forms.RadioSelect
    )
    who = TextField(label=_("Name of the body or group"), max_length=200)
    held_on = DateField(label=_("Date"), help_text=_("Day, month and year, such as 03/02/2019."))
    women = IntegerField(label=_("Women present"), min_value=0, required=False)
    men = IntegerField(label=_("Men present"), min_value=0, required=False)
    said = Words(label=_("What they said"))
    stance = ChoiceField(
        label=_("Their position"), choices=Stance.choices, widget=forms.RadioSelect
    )

    def __init__(self, data: Mapping[str, Any] | None = None) -> None:
        super().__init__(data, initial={"key": uuid.uuid4()})

    def values(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if name != "key"}


class WaiverForm(forms.Form):
    """Why fewer are consulted than the round asks for; ``key`` makes a repeated post harmless."""

    use_required_attribute = False

    key = forms.UUIDField(widget=forms.HiddenInput, error_messages=HIDDEN_MESSAGES)
    reason = Words(
        label=_("Why there are fewer consultations"),
        help_text=_("The Cabinet Division reads it first, and it is printed with the report."),
    )
    memo_number = TextField(
        label=_("Memo number"),
        help_text=_("Of the paper that agreed to it, where there is one."),
        max_length=100,
        required=False,
    )

    def __init__(self, data: Mapping[str, Any] | None = None) -> None:
        super().__init__(data, prefix="waiver", initial={"key": uuid.uuid4()})

    def is_complete(self) -> bool:
        """Whether it can be recorded: with a reason."""
        if self.is_valid() and not self.cleaned_data["reason"].strip():
            self.add_error("reason", gettext("Give a reason."))
        return not self.errors


class ReplyForm(forms.Form):
    """The ministry's answer to one comment; its fields carry the comment's id."""

    use_required_attribute = False

    base = forms.IntegerField(
        widget=forms.HiddenInput, min_value=0, max_value=LAST_NUMBER, required=False
    )
    outcome = ChoiceField()  # made in __init__: a remark and a proposed answer offer different ones
    text = Words(
        label=_("Reason or explanation"),
        help_text=_("“Not adopted” needs a reason."),
    )

    def __init__(self, data: Mapping[str, Any] | None, *, comment: ReviewComment) -> None:
        self.comment = comment
        given = getattr(comment, "reply", None)
        initial: dict[str, Any] = {"base": 0, "outcome": "", "text": ""}
        if given:
            initial = {"base": given.number, "outcome": given.outcome, "text": given.text}
        super().__init__(data, prefix=f"reply-{comment.pk}", initial=initial)
        self.fields["outcome"] = ChoiceField(
            label=_("What you did"),
            choices=[(row.value, row.label) for row in comment.outcomes],
            widget=forms.RadioSelect,
        )
        if comment.proposed:
            self.fields["text"].help_text = _("“We keep our own answer” needs a reason.")

    @property
    def touched(self) -> bool:
        """Whether something else was sent than what stands: the page sends all its replies at once."""
        sent = (self[name].value() or "" for name in ("outcome", "text"))
        return [str(one).strip() for one in sent] != [self.initial["outcome"], self.initial["text"]]

    def clash(self, stands: ReviewReply) -> None:
        """Show what a colleague saved; saving again puts mine in its place."""
        base = {self.add_prefix("base"): str(stands.number)}
        self.data = {**dict(self.data.items()), **base}
        said = f"{stands.get_outcome_display()} {stands.text}".strip()
        self.add_error(
            None,
            gettext(
                "%(who)s replied in the meantime: “%(said)s”. Yours is kept beside it; save again to put "
                "it in its place."
            )
            % {"who": stands.by, "said": said},
        )

    def problems(self) -> Iterator[tuple[str, str]]:
        """The (id to link to, message) pairs for the error summary."""
        return problems(self, self.comment.question.code, f"comment-{self.comment.pk}")


def problems(form: forms.Form, where: str, whole: str = "") -> Iterator[tuple[str, str]]:
    """Every mistake of a form with the id it belongs to, each saying where it is; ``whole`` is the id for what
    belongs to no field."""
    for name, messages in form.errors.items():
        target = whole
        if name in form.fields and not form[name].is_hidden:
            grouped = isinstance(form.fields[name].widget, forms.RadioSelect)
            target = f"{form[name].auto_id}{'_0' if grouped else ''}"
        for message in messages:
            yield target, f"{where}: {message}"
