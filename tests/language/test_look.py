"""The visual language in a real browser: reach, weight, reflow, and what the small script adds."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from playwright.sync_api import expect

pytestmark = pytest.mark.django_db(transaction=True)

WEIGHT, REQUESTS = 100_000, 8
TARGET = 24
SMALL_TARGETS = """() => [...document.querySelectorAll("a, button, input, select, summary")]
  .filter((part) => getComputedStyle(part).display !== "inline")
  .filter((part) => { const box = part.getBoundingClientRect();
    return box.width && (box.width < 24 || box.height < 24); })
  .map((part) => part.outerHTML.slice(0, 90))"""
SAMPLE = """<!DOCTYPE html><html lang="en"><title>Sample</title>
<script type="module" src="/static/js/site.js"></script>
<form id="one" method="post" action="/kept/"><button name="go" value="1">Go</button></form>
<form id="two" data-guard><label>Text <textarea name="text"></textarea></label></form>
<p id="state"{poll}>{state}</p></html>"""


@pytest.fixture
def complaints(page):
    """Everything the browser complains of."""
    heard = []
    page.on("console", lambda line: heard.append(line.text))
    page.on("pageerror", lambda error: heard.append(str(error)))
    return heard


def speak(page, live_server, language):
    page.context.add_cookies(
        [{"name": settings.LANGUAGE_COOKIE_NAME, "value": language, "url": live_server.url}]
    )


@pytest.mark.parametrize("language", ["en", "bn"])
@pytest.mark.parametrize("width", [320, 768, 1400])
def test_the_components_page_is_for_everybody(page, live_server, complaints, language, width):
    speak(page, live_server, language)
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(f"{live_server.url}/components/")
    assert Axe().run(page).response["violations"] == []
    assert page.evaluate("() => document.documentElement.scrollWidth") <= width
    assert page.evaluate(SMALL_TARGETS) == []
    assert page.locator("h1").count() == 1
    assert complaints == []


def test_a_first_load_is_light(page, live_server):
    sizes = {}
    page.on("response", lambda answer: sizes.update({answer.url: len(answer.body())}))
    page.goto(f"{live_server.url}/components/", wait_until="networkidle")
    assert len(sizes) <= REQUESTS
    assert sum(sizes.values()) <= WEIGHT
    assert all(url.startswith(live_server.url) for url in sizes)


def test_the_language_switch_keeps_the_place_without_a_script(browser, live_server):
    page = browser.new_context(java_script_enabled=False).new_page()
    page.goto(f"{live_server.url}/components/?page=3")
    page.get_by_role("button", name="বাংলা").click()
    assert page.url == f"{live_server.url}/components/?page=3"
    expect(page.locator("html")).to_have_attribute("lang", "bn")
    page.get_by_role("button", name="English").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    page.context.close()


def test_the_language_switch_keeps_what_was_typed_and_not_saved(page, live_server, complaints):
    page.goto(f"{live_server.url}/components/")
    page.locator("#id_missing").fill("নারী সদস্য নেই\nno quota")
    page.locator("#id_answer_2").check()
    page.locator("#id_stages_1").check()
    page.get_by_role("button", name="বাংলা").click()
    expect(page.locator("html")).to_have_attribute("lang", "bn")
    expect(page.locator("#id_missing")).to_have_value("নারী সদস্য নেই\nno quota")
    expect(page.locator("#id_answer_2")).to_be_checked()
    expect(page.locator("#id_stages_1")).to_be_checked()
    # A figure that nobody touched is written anew, in the digits of the page.
    expect(page.locator("#id_women")).to_have_value("১২,৩৪,৫৬৭")
    assert page.evaluate("() => sessionStorage.length") == 0
    assert complaints == []


def test_the_error_summary_comes_first_and_leads_into_the_field(page, live_server):
    page.goto(f"{live_server.url}/components/")
    expect(page.locator("[data-error-summary]")).to_be_focused()
    page.locator("[data-error-summary] a").nth(1).click()
    expect(page.locator("#wrong_women")).to_be_focused()


def test_focus_is_seen_on_every_control(page, live_server):
    page.goto(f"{live_server.url}/components/")
    page.locator("body").press("Tab")
    unseen = []
    for _ in range(60):
        page.keyboard.press("Tab")
        width = page.evaluate(
            "() => parseFloat(getComputedStyle(document.activeElement).outlineWidth)"
        )
        if width < 3:
            unseen.append(page.evaluate("() => document.activeElement.outerHTML.slice(0, 80)"))
    assert unseen == []


def test_the_focus_ring_is_light_on_the_green_band(page, live_server):
    page.goto(f"{live_server.url}/components/")
    page.locator(".site-name").focus()
    page.keyboard.press("Tab")
    ring = page.evaluate("() => getComputedStyle(document.activeElement).outlineColor")
    assert ring == "rgb(255, 213, 138)"


def serve(page, live_server, *, poll="", state=""):
    html = SAMPLE.format(poll=poll, state=state)
    page.route("**/sample/", lambda route: route.fulfill(body=html, content_type="text/html"))
    return f"{live_server.url}/sample/"


def test_a_second_click_sends_nothing(page, live_server):
    sent = []
    page.route("**/kept/", lambda route: sent.append(route.request.post_data))
    page.goto(serve(page, live_server))
    page.evaluate(
        "() => { const go = document.querySelector('#one button'); go.click(); go.click(); go.click(); }"
    )
    page.wait_for_timeout(300)
    assert sent == ["go=1"]


def test_unsaved_text_is_not_left_without_a_question(page, live_server):
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    page.goto(serve(page, live_server))
    page.locator("textarea").press_sequentially("abc")
    page.evaluate("() => document.querySelector('#two').dispatchEvent(new Event('saved'))")
    page.goto(f"{live_server.url}/components/")
    assert asked == []
    page.goto(f"{live_server.url}/sample/")
    page.locator("textarea").press_sequentially("abc")
    page.goto(f"{live_server.url}/components/")
    assert asked == ["beforeunload"]


def test_a_waiting_part_is_fetched_until_it_is_ready(page, live_server):
    page.goto(serve(page, live_server, poll=' data-poll="1"', state="3 of 9"))
    expect(page.locator("#state")).to_have_text("3 of 9")
    page.unroute("**/sample/")
    serve(page, live_server, state="ready")
    expect(page.locator("#state")).to_have_text("ready")
    expect(page.locator("#state")).not_to_have_attribute("data-poll", "1")


def test_paper_has_no_navigation(page, live_server):
    page.goto(f"{live_server.url}/components/")
    page.emulate_media(media="print")
    for part in (".site-header", ".site-footer", ".skip-link", ".actions"):
        expect(page.locator(part).first).to_be_hidden()
    expect(page.locator("h1")).to_be_visible()


def test_a_word_without_end_does_not_push_the_page_wide(page, live_server):
    page.set_viewport_size({"width": 320, "height": 800})
    page.goto(f"{live_server.url}/components/")
    page.evaluate(
        """() => { for (const part of document.querySelectorAll(
          "h1, .tag, .notice p, td, th a, dt, dd, label, legend, .task-name a, .account-who, .btn, .tabs a"))
          part.textContent = "প্রাতিষ্ঠানিকীকরণ".repeat(9); }"""
    )
    assert page.evaluate("() => document.documentElement.scrollWidth") <= 320
