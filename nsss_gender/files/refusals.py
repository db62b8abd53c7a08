"""Why a file is not taken, in sentences that say what to do next."""

from typing import NoReturn

from django.utils.translation import gettext_lazy as _

SENTENCES = {
    "empty": _("This file is empty. Check that it was saved, and attach it again."),
    "declared": _(
        "This file has the name of a %(kind)s file but was sent as something else. Open it, save it "
        "as %(kind)s and attach that."
    ),
    "content": _(
        "This file has the name of a %(kind)s file, but its content is something else or is damaged. "
        "Open it, save it as %(kind)s again and attach that."
    ),
    "hidden": _(
        "Something else is hidden in this %(kind)s file. Open it, save it under a new name as "
        "%(kind)s and attach that."
    ),
    "active": _(
        "This %(kind)s file holds programs, commands or attached files. Print it to a new PDF, "
        "or save it without them, and attach that."
    ),
    "locked": _(
        "This %(kind)s file is protected with a password, so that it cannot be checked. Save it "
        "without protection and attach that."
    ),
    "macros": _("This %(kind)s file holds macros. Save it without macros and attach that."),
    "nested": _(
        "Other files are embedded in this %(kind)s file. Take them out, or save it as PDF, and attach that."
    ),
    "packed": _(
        "This %(kind)s file is far larger unpacked than it may be. Split it, or leave out what is "
        "not needed, and attach that."
    ),
    "entities": _(
        "This %(kind)s file uses XML declarations that are not taken. Save it again with a current "
        "office program and attach that."
    ),
    "picture": _("This picture is larger than can be shown. Make it smaller and attach it again."),
    "encoding": _(
        "The letters of this file cannot be read. In the spreadsheet program, save it as "
        "“CSV UTF-8” and attach that."
    ),
    "markup": _(
        "This file holds web page code, not a table. Save the table as CSV and attach that."
    ),
}


class Refused(Exception):  # noqa: N818  # the file is at fault, not the program
    """A file is not what it should be; ``code`` names the sentence."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code

    def said(self, kind: str) -> str:
        """The sentence for the person, about a file of the named kind."""
        return str(SENTENCES[self.code]) % {"kind": kind}


def refuse(code: str) -> NoReturn:
    """Raise the refusal with this sentence."""
    raise Refused(code)
