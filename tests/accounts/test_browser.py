"""What a session is called: the browser and the machine, as people name them."""

import pytest

from nsss_gender.accounts.templatetags.accounts import browser

ENGINE = "AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0 Safari/537.36"


@pytest.mark.parametrize(
    ("agent", "name"),
    [
        (f"Mozilla/5.0 (Windows NT 10.0; Win64; x64) {ENGINE}", "Chrome, Windows"),
        (f"Mozilla/5.0 (Windows NT 10.0; Win64; x64) {ENGINE} Edg/120.0", "Edge, Windows"),
        (f"Mozilla/5.0 (Linux; Android 13; SM-A135F) {ENGINE}", "Chrome, Android"),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Firefox/128.0", "Firefox, Linux"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) Safari/604.1", "Safari, iPhone"),
        ("a program of the office", "a program of the office"),
        ("", "–"),
    ],
)
def test_a_session_is_called_by_its_browser_and_its_machine(agent, name):
    assert browser(agent) == name
