"""The empty questionnaire for the pen: in a workshop, or where there is no computer (107)."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import override

from assessments.enums import RoundKind
from assessments.models import Round
from reports.builders import parts
from reports.builders.questions import Questions
from reports.documents import Block, Document, Entry, Form, Heading, Note


def document(round_: Round, lang: str) -> Document:
    """The empty form of a round's questionnaire, for one programme, in one language."""
    with override(lang):
        return _document(round_, lang)


def _document(round_: Round, lang: str) -> Document:
    schema = round_.questionnaire.schema()
    return Document(
        kind="blank_form",
        title=schema.title.in_language(lang),
        subtitle=str(round_),
        lang=lang,
        letterhead=parts.letterhead(),
        facts=((_("Questionnaire"), schema.version),),
        code=f"FORM-{schema.version}",
        mark=_("PRACTICE") if round_.kind == RoundKind.PRACTICE else "",
        cover=False,
        contents=False,
        blocks=tuple(_blocks(round_)),
    )


def _blocks(round_: Round) -> Iterator[Block]:
    schema, questions = round_.questionnaire.schema(), Questions()
    yield Note(
        "info",
        _(
            "One form for each programme. Tick one box a line. After “partly” say what is missing; "
            "after “no” or “partly” say whether it is possible; after “not applicable” and “not "
            "possible” give the reason. The answers count once they are typed into the application."
        ),
    )
    yield Form(
        _("About this form"),
        (
            Entry(_("Ministry/Division")),
            Entry(_("Programme")),
            Entry(_("Filled in by (name and post)")),
            Entry(_("Date")),
        ),
    )
    for section in schema.sections:
        yield Heading(1, section.title.in_language(parts.language()), numbered=False)
        for question in section.questions:
            yield questions.empty(question)
    yield Heading(1, _("Who was asked"), numbered=False)
    yield Form(
        _("Consultation"),
        (
            Entry(_("Who was consulted")),
            Entry(_("Date")),
            Entry(_("Women and men present")),
            Entry(_("What they said"), lines=3),
        ),
    )
