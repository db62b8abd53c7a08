"""The words of a mail: a plain text whose first line is its subject, in the receiver's language."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation

MOST = 300


def mail_text(template: str, language: str, context: Mapping[str, Any]) -> tuple[str, str]:
    """Subject and body of ``emails/<template>``; ``site`` is the address people type.

    A subject is one line, whatever was typed into what it names: no header can be added to it.
    """
    with translation.override(language):
        known = {**context, "site": settings.NSSS_SITE, "language": language}
        whole = render_to_string(f"emails/{template}", known).strip()
    subject, _newline, body = whole.partition("\n")
    return " ".join(subject.split())[:MOST], body.strip() + "\n"
