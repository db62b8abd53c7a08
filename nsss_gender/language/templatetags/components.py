"""What the components need and a template cannot work out: ids, classes, options, links of an error summary."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, urlencode

from django import forms, template
from django.forms.boundfield import BoundField
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

register = template.Library()


@dataclass(frozen=True)
class Option:
    """One radio button or tick box of a group."""

    id: str
    label: str
    control: SafeString


@dataclass(frozen=True)
class FieldParts:
    """A form field taken apart for `_field.html`."""

    hidden: bool
    group: bool
    tick: bool
    hint: Any
    hint_id: str
    error_id: str
    describedby: str
    control: SafeString | str
    options: tuple[Option, ...]


@register.simple_tag
def field_parts(field: BoundField, hint: Any = "") -> FieldParts:
    """A bound field → its control with class and description, its options when it is a group, its ids."""
    widget = field.field.widget
    grouped = isinstance(widget, forms.RadioSelect | forms.CheckboxSelectMultiple)
    shown_hint = hint or field.help_text
    hint_id, error_id = f"{field.auto_id}_helptext", f"{field.auto_id}_error"
    described = [hint_id] * bool(shown_hint) + [error_id] * bool(field.errors)
    return FieldParts(
        hidden=field.is_hidden,
        group=grouped,
        tick=isinstance(widget, forms.CheckboxInput),
        hint=shown_hint,
        hint_id=hint_id,
        error_id=error_id,
        describedby=" ".join(described),
        control="" if grouped or field.is_hidden else _control(field, " ".join(described)),
        options=tuple(_options(field)) if grouped else (),
    )


@register.simple_tag
def control(field: BoundField, describedby: str = "") -> SafeString:
    """Only the control of a field, with the class of its kind: for tables and other places with their own label."""
    return _control(field, describedby)


@register.simple_tag
def problem_list(form: Any = None, errors: Any = None) -> list[tuple[str, str]]:
    """The (id to link to, message) pairs of a form, a formset, or a list of pairs."""
    if errors:
        return [(target, str(text)) for target, text in errors]
    if isinstance(form, forms.BaseFormSet):
        whole = [("", str(text)) for text in form.non_form_errors()]
        return whole + [pair for each in form.forms for pair in _problems(each)]
    return list(_problems(form)) if isinstance(form, forms.BaseForm) else []


@register.simple_tag
def page_query(query: str, number: int) -> str:
    """The query string of another page of the same list: everything as it was, except `page`."""
    kept = [(key, value) for key, value in parse_qsl(query or "") if key != "page"]
    return "?" + urlencode([*kept, ("page", number)])


def _control(field: BoundField, describedby: str) -> SafeString:
    widget = field.field.widget
    kind = "form-control"
    if isinstance(widget, forms.Select):
        kind = "form-select"
    elif isinstance(widget, forms.CheckboxInput):
        kind = "form-check-input"
    attrs: dict[str, str | bool] = {
        "class": " ".join(filter(None, (kind, widget.attrs.get("class", ""))))
    }
    if describedby:
        attrs["aria-describedby"] = describedby
    return field.as_widget(attrs=attrs)


def _options(field: BoundField) -> Iterable[Option]:
    for choice in field.subwidgets:
        data = choice.data
        attrs = {"class": "form-check-input", **data["attrs"]}
        if field.errors:
            attrs["aria-invalid"] = "true"
        marks = format_html_join("", "{}", ((_attribute(*pair),) for pair in attrs.items()))
        yield Option(
            id=data["attrs"].get("id", ""),
            label=str(data["label"]),
            control=format_html(
                '<input type="{}" name="{}" value="{}"{}>',
                data["type"],
                data["name"],
                data["value"],
                marks,
            ),
        )


def _attribute(name: str, value: Any) -> SafeString:
    if value is False or value is None:
        return SafeString("")
    return format_html(" {}", name) if value is True else format_html(' {}="{}"', name, value)


def _problems(form: forms.BaseForm) -> Iterable[tuple[str, str]]:
    for text in form.non_field_errors():
        yield "", str(text)
    for field in form:
        for text in field.errors:
            yield _target(field), f"{field.label} – {text}"


def _target(field: BoundField) -> str:
    """The id of the control, or of the first one of a group."""
    if isinstance(field.field.widget, forms.RadioSelect | forms.CheckboxSelectMultiple):
        return f"{field.auto_id}_0"
    return str(field.id_for_label or field.auto_id)
