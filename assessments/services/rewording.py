"""Versions of an answer that no form has typed: Bijoy text turned into Unicode (language, issue of old texts)."""

import uuid

from assessments.models import Answer
from assessments.services.answers import TEXTS, Draft, Saved, answers_save
from nsss_gender.accounts.models import User
from nsss_gender.language.bijoy import from_bijoy


def answer_convert(*, answer: Answer, base: int, token: uuid.UUID, by: User) -> Saved:
    """Save what looks like Bijoy in the version ``base`` of an answer in Unicode, as a new version.

    The text as it was typed stays in the history. Raises as ``answers_save`` does.
    """
    version = answer.versions.filter(number=base).first()
    given = version.given().values() if version else {}
    values = {name: from_bijoy(given[name]) for name in given if name in TEXTS}
    code = answer.question.code
    saved = answers_save(
        assessment=answer.assessment, drafts={code: Draft(base, values)}, token=token, by=by
    )
    return saved[code]
