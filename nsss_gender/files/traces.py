"""Traces of a second file inside the first one: what makes a file two things at once."""

import io
import zipfile

from nsss_gender.files.refusals import refuse

# Longer than four letters each: shorter ones turn up by chance in packed data.
CODE = (b"<html", b"<script", b"<?php", b"<!doctype html", b"<iframe")
PDF_MAY_START_WITHIN = 1024  # readers look that far for a PDF's first words


def none_of_code(content: bytes) -> None:
    """Refuse web page code and programs anywhere in the file."""
    plain = content.lower()
    if any(mark in plain for mark in CODE):
        refuse("hidden")


def none_of_archive(content: bytes) -> None:
    """Refuse a file that a ZIP program would open as well, whatever stands before or after."""
    if zipfile.is_zipfile(io.BytesIO(content)):
        refuse("hidden")


def none_of_pdf(content: bytes) -> None:
    """Refuse a file that a PDF reader would open as well."""
    if b"%PDF-" in content[:PDF_MAY_START_WITHIN]:
        refuse("hidden")
