"""The session ends while somebody is writing: sign in again, and the text is saved (8; law 1)."""

from typing import Any

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import expect

from tests.assessments.factories import make_scene
from tests.journeys.steps import write
from tests.people import PASSWORD

pytestmark = pytest.mark.django_db(transaction=True)

TYPED = "উঠান বৈঠকে আলোচনা হয়।\nA second line, with <b>signs</b> & “quotes”."


@pytest.mark.parametrize("language", ["en", "bn"])
@pytest.mark.parametrize("javascript", [True, False], ids=["javascript", "no-javascript"])
def test_what_was_typed_is_saved_after_signing_in(language: str, javascript: bool, desk: Any):
    scene = make_scene("in_progress")
    writer = desk(scene.focal, language=language, javascript=javascript)
    writer.open("assessments:section", scene.assessment.pk, "norms")
    there = writer.path
    write(writer, "Q8-text", TYPED)
    Session.objects.all().delete()
    writer.press("Save")
    writer.sees("Your session ended. Nothing you typed is lost: sign in, and you can save it.")
    write(writer, "login", scene.focal.username)
    write(writer, "password", "not the password")
    writer.press("Sign in")
    expect(writer.page.locator(".error-summary")).to_be_visible()
    write(writer, "password", PASSWORD)
    writer.press("Sign in")
    writer.heading("What you typed is still here")
    expect(writer.page.locator("main li", has_text="signs").first).to_contain_text("<b>signs</b>")
    writer.press("Save what you typed")
    writer.sees("Saved. The report is not submitted yet.")
    assert writer.path == there
    expect(writer.page.locator('[name="Q8-text"]')).to_have_value(TYPED)


def test_a_stranger_who_signs_in_there_gets_none_of_it(desk: Any):
    """On a shared computer: an idle session knew its owner, so nobody else receives the text."""
    scene = make_scene("in_progress")
    writer = desk(scene.focal)
    writer.open("assessments:section", scene.assessment.pk, "norms")
    write(writer, "Q8-text", TYPED)
    for row in Session.objects.all():
        store = row.get_session_store_class()(row.session_key)
        store["seen"] = 1.0
        store.save()
    writer.press("Save")
    writer.sees("Your session ended. Nothing you typed is lost: sign in, and you can save it.")
    write(writer, "login", scene.stranger.username)
    write(writer, "password", PASSWORD)
    writer.press("Sign in")
    expect(writer.page.locator(".account-who")).to_contain_text(str(scene.stranger))
    expect(writer.page.locator("body")).not_to_contain_text("signs")
