"""Printed parts kept between two prints: found by their key, never when damaged, once for two workers."""

import pytest

from nsss_gender.files import store
from reports.exports.pdf import Printed
from reports.models import PrintedPart
from reports.services.printed import KeptParts

pytestmark = pytest.mark.django_db

KEY = "a" * 64
PART = Printed(b"%PDF-1.7 part", {"t1.1.1": "১২"}, 3)


def test_a_part_is_found_as_it_was_kept() -> None:
    shelf = KeptParts()
    assert shelf.find(KEY) is None
    shelf.keep(KEY, PART)
    found = shelf.find(KEY)
    assert found
    assert (found.content, found.cells, found.pages) == (PART.content, PART.cells, PART.pages)


def test_the_same_part_kept_twice_is_one_row() -> None:
    KeptParts().keep(KEY, PART)
    KeptParts().keep(KEY, PART)
    assert PrintedPart.objects.count() == 1


def test_a_part_whose_file_is_gone_or_damaged_is_not_there() -> None:
    shelf = KeptParts()
    shelf.keep(KEY, PART)
    place = store.path(PrintedPart.objects.get().file_digest)
    place.write_bytes(b"%PDF-1.7 forged")
    assert shelf.find(KEY) is None
    place.unlink()
    assert shelf.find(KEY) is None
    shelf.keep(KEY, PART)
    assert shelf.find(KEY)


def test_finding_a_part_says_that_it_is_in_use() -> None:
    shelf = KeptParts()
    shelf.keep(KEY, PART)
    before = PrintedPart.objects.get().used_at
    shelf.find(KEY)
    assert PrintedPart.objects.get().used_at > before
