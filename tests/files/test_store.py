"""Kept files: whole, synced, once, never overwritten; a full disk is said and loses nothing (decision 14)."""

import errno
import hashlib
import io
import os
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.http import Http404

from nsss_gender.files import store
from nsss_gender.files.kinds import PDF
from nsss_gender.files.serving import Filed, download
from tests.files.samples import pdf


def kept_files(media):
    return sorted(file.name for file in media.rglob("*") if file.is_file())


def test_a_file_lies_under_its_own_digest(media):
    kept = store.keep(io.BytesIO(b"hello"))
    digest = hashlib.sha256(b"hello").hexdigest()
    assert kept == store.Kept(digest, 5)
    assert store.path(digest) == media / "files" / digest[:2] / digest
    with store.opened(digest) as file:
        assert file.read() == b"hello"


def test_the_same_content_is_kept_once_and_never_written_again(media):
    first = store.keep(io.BytesIO(b"hello"))
    before = store.path(first.sha256).stat()
    assert store.keep(io.BytesIO(b"hello")) == first
    after = store.path(first.sha256).stat()
    assert after.st_ino == before.st_ino
    assert after.st_mtime_ns >= before.st_mtime_ns  # it says that it was wanted again
    assert kept_files(media) == [first.sha256]


def test_file_and_folder_are_synced_before_the_row_can_commit(media, monkeypatch):
    synced, fsync = [], os.fsync

    def noted(handle):
        synced.append(Path(f"/proc/self/fd/{handle}").readlink())
        fsync(handle)

    monkeypatch.setattr(os, "fsync", noted)
    kept = store.keep(io.BytesIO(b"hello"))
    place = store.path(kept.sha256)
    assert synced[-1] == place.parent
    assert [file.parent for file in synced if file.name.startswith(".")] == [media / "files"]


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EDQUOT])
def test_a_full_disk_is_said_plainly_and_leaves_no_half_file(media, monkeypatch, code):
    earlier = store.keep(io.BytesIO(b"earlier"))

    def full(handle):
        raise OSError(code, "no room")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(ValidationError) as refused:
        store.keep(io.BytesIO(b"later"))
    assert refused.value.code == "room"
    assert "Nothing that was saved before is lost." in refused.value.messages[0]
    assert kept_files(media) == [earlier.sha256]


def test_another_fault_of_the_disk_stays_a_fault(media, monkeypatch):
    def broken(handle):
        raise OSError(errno.EIO, "broken")

    monkeypatch.setattr(os, "fsync", broken)
    with pytest.raises(OSError, match="broken"):
        store.keep(io.BytesIO(b"later"))
    assert kept_files(media) == []


@pytest.mark.parametrize("digest", ["", "../../etc/passwd", "A" * 64, "a" * 63, "a" * 64 + "\n"])
def test_only_a_digest_finds_a_file(digest):
    with pytest.raises(ValueError) as refused:  # noqa: PT011  # its words are the digest itself
        store.path(digest)
    assert str(refused.value) == digest


class TestServing:
    def _served(self, name, plain="", media_type=PDF.media_type):
        kept = store.keep(io.BytesIO(pdf()))
        return download(Filed(kept.sha256, media_type), name=name, plain=plain)

    @pytest.mark.parametrize(
        ("name", "header"),
        [
            ("plan.pdf", "attachment; filename=\"plan.pdf\"; filename*=UTF-8''plan.pdf"),
            ("plan.exe", "attachment; filename=\"plan.pdf\"; filename*=UTF-8''plan.exe.pdf"),
            (
                'a"; filename=b.html\r\nX: 1.pdf',
                (
                    'attachment; filename="a-filename-b.html-X-1.pdf"; '
                    "filename*=UTF-8''a%22%3B%20filename%3Db.htmlX%3A%201.pdf"
                ),
            ),
            (
                "নীতি.pdf",
                (
                    'attachment; filename="DIGEST.pdf"; '
                    "filename*=UTF-8''%E0%A6%A8%E0%A7%80%E0%A6%A4%E0%A6%BF.pdf"
                ),
            ),
        ],
    )
    def test_it_is_an_attachment_under_a_name_of_ours(self, name, header):
        answer = self._served(name)
        digest = hashlib.sha256(pdf()).hexdigest()[:8]
        assert answer["Content-Disposition"] == header.replace("DIGEST", f"file-{digest}")
        assert answer.content == pdf()
        assert answer["Content-Type"] == "application/pdf"
        assert answer["Cache-Control"] == "no-store, private"
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert answer["Content-Security-Policy"] == "sandbox; default-src 'none'"

    def test_the_caller_may_name_it_for_old_programs(self):
        answer = self._served("নীতি.pdf", plain="GAP-2019-en.pdf")
        assert answer["Content-Disposition"].startswith('attachment; filename="GAP-2019-en.pdf"; ')

    def test_what_is_not_there_or_no_kind_of_ours_is_404(self):
        for filed in (Filed("a" * 64, PDF.media_type), Filed("", PDF.media_type)):
            with pytest.raises(Http404):
                download(filed, name="a.pdf")
        with pytest.raises(Http404):
            self._served("a.html", media_type="text/html")
