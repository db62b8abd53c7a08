"""Reliability 44: the server is down for ten minutes while somebody types; when it is back, every word is there."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.drill.place import Place
from tests.drill.writers import CODE, SECTION
from tests.journeys.desk import until

TEXT = f'[name="{CODE}-text"]'
SAID = "[data-save-said]"
MINUTES = 10
PATIENCE = 30_000


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A tab whose clock the test turns; its timers run by that clock."""
    context = browser.new_context(locale="en-GB")
    opened = context.new_page()
    opened.clock.install()
    yield opened
    context.close()


def test_what_is_typed_while_the_server_is_down_arrives(place: Place, page: Page):
    (report,) = place.told("tests.drill.seed", "in_progress", "1", "1")
    (assessment,) = report["assessments"]
    place.start()
    here = f"http://{place.site}"
    page.context.add_cookies([{"name": "sessionid", "value": report["sessions"][0], "url": here}])
    page.goto(f"{here}/assessments/{assessment}/sections/{SECTION}/")
    page.locator(TEXT).fill("")
    said = "Before the server went."
    page.locator(TEXT).press_sequentially(said)
    expect(page.locator(SAID)).to_contain_text("by you", timeout=PATIENCE)

    place.stop()
    for minute in range(MINUTES):
        more = f" Minute {minute} without a server."
        page.locator(TEXT).press_sequentially(more)
        said += more
        page.clock.fast_forward(60_000)
        expect(page.locator(SAID)).to_contain_text("no connection", timeout=PATIENCE)
    assert place.told("tests.drill.look", CODE)["heads"][assessment] == "Before the server went."

    place.start()
    page.clock.fast_forward(60_000)  # the longest pause between two tries is half a minute
    expect(page.locator(TEXT)).to_have_value(said)
    until(page, "localStorage.length", 0)  # nothing waits in the browser any more
    held = place.told("tests.drill.look", CODE)
    assert held["heads"][assessment] == said
    assert held["kept"] == 0
    assert held["breaks"] == []
