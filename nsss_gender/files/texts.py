"""CSV: text that can be read, and that is a table rather than a page or a program."""

import codecs
import re

from nsss_gender.files.refusals import refuse
from nsss_gender.files.traces import none_of_archive, none_of_pdf

MARKUP = re.compile(r"<\s*(?:!doctype|html|script|svg|iframe|body|img|\?php|\?xml|\?=)", re.I)
CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")


def check_csv(content: bytes) -> None:
    """Refuse what is not UTF-8 or (marked) UTF-16 text, and what holds page or program code."""
    none_of_pdf(content)
    none_of_archive(content)
    text = decoded(content)
    if CONTROLS.search(text):
        refuse("content")
    if MARKUP.search(text) or text.startswith("#!"):
        refuse("markup")


def decoded(content: bytes) -> str:
    """The text of a CSV file, without its byte order mark."""
    wide = content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    try:
        return content.decode("utf-16" if wide else "utf-8-sig")
    except UnicodeDecodeError:
        if b"\x00" in content:
            refuse("content")
        refuse("encoding")
