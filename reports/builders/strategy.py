"""Part A of a plan as blocks, and a suggestion for how the plan was made (106).

Call it in the language of the document.
"""

from collections.abc import Iterable, Iterator

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from nsss_gender.language.dates import day
from reports.builders import parts
from reports.documents import Block, Heading, Note, prose
from reports.enums import Standing
from reports.models import LANGUAGES
from reports.selectors import Overview
from reports.selectors.texts import RoundFacts, Section


def strategy(found: Iterable[Section]) -> Iterator[Block]:
    """The sections under one heading; nothing where none is written. What is not translated stands in the
    other language, and what is not written is named."""
    listed = tuple(found)
    if not any(one.written for one in listed):
        return
    yield Heading(1, _("Strategy"))
    missing = [str(one.part.label) for one in listed if not one.written]
    if missing:
        yield Note("draft", _("Not written yet: %(parts)s.") % {"parts": "; ".join(missing)})
    for one in listed:
        if one.written:
            yield Heading(2, str(one.part.label))
            yield from body(one)


def body(section: Section) -> Iterator[Block]:
    """The text of one section in the language of the reader; else in the other one, and it is said."""
    text = section.body(parts.language())
    if not text and section.written:
        yield Note("warning", _("Not yet translated: it stands in the language it was written in."))
        text = section.body(section.written[0])
    yield from prose(text)


def suggestions(overview: Overview, facts: RoundFacts) -> dict[str, str]:
    """How this plan was made, from what the round knows, in both languages."""
    found = {}
    for language in LANGUAGES:
        with override(language):
            found[f"body_{language}"] = "\n\n".join(_suggested(overview, facts))
    return found


def _suggested(overview: Overview, facts: RoundFacts) -> Iterator[str]:
    plan, figure = overview.scope.plan, parts.figure
    counts = {standing: len(overview.reported(standing)) for standing in Standing}
    expected = sum(counts.values()) - counts[Standing.NOT_EXPECTED]
    received = expected - counts[Standing.MISSING]
    yield _round(str(plan.round), facts)
    yield _(
        "%(expected)s ministries and divisions were expected to report; %(received)s have reported, "
        "%(nil)s of them that they have no programme. %(programmes)s programmes are settled and "
        "stand in this draft with %(rows)s rows."
    ) % {
        "expected": figure(expected),
        "received": figure(received),
        "nil": figure(counts[Standing.NIL]),
        "programmes": figure(overview.totals.programmes),
        "rows": figure(overview.totals.rows),
    }
    if facts.times:
        yield "\n".join(_consultations(facts))
    yield _(
        "Each ministry assessed its programmes itself and cleared its report. The Cabinet Division read "
        "every answer, asked where something was not clear, and settled the answers with the ministry. "
        "The rows of the plan follow from the settled answers."
    )


def _round(name: str, facts: RoundFacts) -> str:
    language = parts.language()
    if facts.opened is None:
        text = _(
            "This plan rests on the assessment round “%(round)s”; reports were due on %(due)s."
        )
        return text % {"round": name, "due": day(facts.deadline, language)}
    text = _(
        "This plan rests on the assessment round “%(round)s”, which was opened on %(opened)s; reports "
        "were due on %(due)s."
    )
    return text % {
        "round": name,
        "opened": day(facts.opened, language),
        "due": day(facts.deadline, language),
    }


def _consultations(facts: RoundFacts) -> Iterator[str]:
    figure = parts.figure
    text = ngettext(
        "The ministries recorded %(times)s consultation, with %(women)s women and %(men)s men:",
        "The ministries recorded %(times)s consultations, with %(women)s women and %(men)s men:",
        facts.times,
    )
    yield text % {
        "times": figure(facts.times),
        "women": figure(facts.women),
        "men": figure(facts.men),
    }
    for one in facts.consulted:
        yield f"- {one.kind.label}: {figure(one.times)}"
