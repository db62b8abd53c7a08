"""The upload field: it says what it takes, and says all that is wrong at its place."""

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.translation import override

from nsss_gender.files.fields import UploadField
from nsss_gender.files.kinds import CSV, EVIDENCE, PDF, SCANS
from nsss_gender.files.uploads import clean_name, megabytes
from tests.files.samples import pdf


def given(content=None, name="demo.pdf", declared="application/pdf"):
    return SimpleUploadedFile(name, pdf() if content is None else content, declared)


def complaint(field, data):
    with pytest.raises(ValidationError) as refused:
        field.clean(data)
    return refused.value.messages


def test_a_file_arrives_recognised_and_can_be_kept():
    upload = UploadField(kinds=EVIDENCE).clean(given())
    assert (upload.kind, upload.name, upload.size) == (PDF, "demo.pdf", len(pdf()))
    columns = upload.keep()
    assert sorted(columns) == ["file_name", "media_type", "sha256", "size"]
    assert (columns["media_type"], columns["size"]) == ("application/pdf", len(pdf()))


def test_no_file_is_none_or_a_mistake():
    assert UploadField(kinds=SCANS, required=False).clean(None) is None
    assert complaint(UploadField(kinds=SCANS), None) == ["Choose a file."]
    assert complaint(UploadField(kinds=SCANS), "not a file") == [
        "The file did not arrive. Choose it again."
    ]


def test_a_file_too_large_is_said_with_both_figures():
    field = UploadField(kinds=SCANS, most=1024 * 1024)
    assert complaint(field, given(pdf() + b" " * 1024 * 1024)) == [
        "This file has 1.1 MB; at most 1 MB fit. Make it smaller."
    ]


def test_an_empty_file_and_a_wrong_kind_are_said():
    field = UploadField(kinds=SCANS)
    assert complaint(field, given(b"")) == [
        "This file is empty. Check that it was saved, and attach it again."
    ]
    assert complaint(field, given(name="demo.docx")) == [
        "This kind of file is not taken here. Save it as PDF, PNG or JPEG and attach that."
    ]


def test_the_page_says_what_is_taken():
    class Form(forms.Form):
        file = UploadField(kinds=(PDF, CSV))

    shown = Form()["file"]
    assert str(shown.help_text) == "PDF or CSV, at most 10 MB."
    assert 'accept=".pdf,.csv"' in str(shown)
    assert 'data-most="10485760"' in str(shown)
    with override("bn"):
        assert "১০" in str(shown.help_text)


@pytest.mark.parametrize(
    ("name", "clean"),
    [
        ("a.pdf", "a.pdf"),
        ("নীতি\u200d.pdf", "নীতি\u200d.pdf"),
        ("evil\u202efdp.exe", "evilfdp.exe"),
        ("a\x00b\r\n c.pdf", "ab c.pdf"),
        ("x" * 300 + ".pdf", "x" * 196 + ".pdf"),
    ],
)
def test_a_name_is_only_what_is_seen(name, clean):
    assert clean_name(name) == clean


@pytest.mark.parametrize(
    ("size", "text"), [(0, "0"), (1, "0.1"), (1048576, "1"), (1048577, "1.1"), (15728640, "15")]
)
def test_megabytes_are_rounded_up(size, text):
    assert megabytes(size) == text


class TestBodies:
    def _sent(self, client, length):
        return client.post(
            "/accounts/login/",
            data=b"x" * 10,
            content_type="text/plain",
            CONTENT_LENGTH=str(length),
        )

    @pytest.mark.django_db
    def test_a_body_far_over_the_limit_is_refused_before_it_is_read(self, client):
        answer = self._sent(client, 10**9)
        assert answer.status_code == 413
        assert "A file may have at most 10 MB." in answer.content.decode()

    @pytest.mark.django_db
    def test_a_body_within_the_limit_passes(self, client):
        assert self._sent(client, 10).status_code != 413
