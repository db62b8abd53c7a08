"""The questionnaire: YAML file → frozen dataclasses, every complaint at once; pure.

A questionnaire is data. `load` reads one version of it and refuses a bad one with the whole list
of what is wrong; `as_dict` and the `…_from_dict` functions carry it into published rows and back.
"""

from assessments.schema.entry import SchemaError
from assessments.schema.reader import load, question_from_dict, questionnaire_from_dict
from assessments.schema.shapes import (
    CYCLE_STAGES,
    FACTS,
    KINDS,
    MAX_FIELDS,
    ROW_KINDS,
    SOURCES,
    STEP_OBJECTIVES,
    Condition,
    Contradiction,
    Guideline,
    Option,
    Part,
    Question,
    Questionnaire,
    Section,
    Text,
)

__all__ = [
    "CYCLE_STAGES",
    "FACTS",
    "KINDS",
    "MAX_FIELDS",
    "ROW_KINDS",
    "SOURCES",
    "STEP_OBJECTIVES",
    "Condition",
    "Contradiction",
    "Guideline",
    "Option",
    "Part",
    "Question",
    "Questionnaire",
    "SchemaError",
    "Section",
    "Text",
    "load",
    "question_from_dict",
    "questionnaire_from_dict",
]
