"""Bijoy text: known words come out right, other texts are left alone (issue of old encodings)."""

import unicodedata

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from nsss_gender.language.bijoy import from_bijoy, looks_bijoy
from tests.people import browser, make_person, signed_in

# Words that officers write every day, as a Bijoy font has them.
WORDS = [
    ("evsjv‡`k", "বাংলাদেশ"),
    ("Avwg", "আমি"),
    ("gš¿Yvjq", "মন্ত্রণালয়"),
    ("Kg©KZ©v", "কর্মকর্তা"),
    ("bvix", "নারী"),
    ("Kg©m~wP", "কর্মসূচি"),
    ("miKvi", "সরকার"),
    ("cÖwZôvb", "প্রতিষ্ঠান"),
    ("DbœZ", "উন্নত"),
    ("Dbœqb", "উন্নয়ন"),
    ("gwnjv", "মহিলা"),
    ("¯^vaxbZv", "স্বাধীনতা"),
    ("wkÿv", "শিক্ষা"),
    ("kixi", "শরীর"),
    ("cÖwkÿY", "প্রশিক্ষণ"),
    ("mvgvwRK", "সামাজিক"),
    ("wbivcËv", "নিরাপত্তা"),
    ("†KŠkj", "কৌশল"),
    ("†Kvb", "কোন"),
    ("ag©", "ধর্ম"),
    ("wbgœ", "নিম্ন"),
    ("cÖwZeÜx", "প্রতিবন্ধী"),
    ("eqm", "বয়স"),
    ("fvZv", "ভাতা"),
    ("¸iæZ¡", "গুরুত্ব"),
    ("mÂq", "সঞ্চয়"),
    ("e¨e¯’v", "ব্যবস্থা"),
    ("†bZ…Z¡", "নেতৃত্ব"),
    ("AskMÖnY", "অংশগ্রহণ"),
    ("wbwðZ", "নিশ্চিত"),
    ("ˆelg¨", "বৈষম্য"),
    ("¶gZvqb", "ক্ষমতায়ন"),
    ("A_©", "অর্থ"),
    ("wØZxq", "দ্বিতীয়"),
    ("e„w×", "বৃদ্ধি"),
    ("cwieZ©b", "পরিবর্তন"),
    ("Kb¨v", "কন্যা"),
    ("gwš¿cwil`", "মন্ত্রিপরিষদ"),
    ("wefvM", "বিভাগ"),
    ("Z_¨", "তথ্য"),
    ("DcvË", "উপাত্ত"),
    ("eÛ", "বন্ড"),
    ("¯’vbxq", "স্থানীয়"),
    ("Av_©-mvgvwRK", "আর্থ-সামাজিক"),
    ("2019", "২০১৯"),
    ("kÖwgK", "শ্রমিক"),
    ("AvB‡bi", "আইনের"),
    ("wPwýZ", "চিহ্নিত"),
    ("`wi`ª", "দরিদ্র"),
    ("`vwi`ª¨", "দারিদ্র্য"),
    ("eªvþY", "ব্রাহ্মণ"),
    ("mn‡hvwMZv", "সহযোগিতা"),
    ("wb‡`©k", "নির্দেশ"),
    ("ch©v‡jvPbv", "পর্যালোচনা"),
    ("†mev", "সেবা"),
    ("Rb¨", "জন্য"),
    ("Kv‡R", "কাজে"),
    ("m¤ú‡`i", "সম্পদের"),
    ("m¤úwË", "সম্পত্তি"),
    ("D‡Ïk¨", "উদ্দেশ্য"),
    ("ev¯Íevqb", "বাস্তবায়ন"),
    ("Aš—f©y³", "অন্তর্ভুক্ত"),
    ("AšÍf©y³", "অন্তর্ভুক্ত"),
    ("jÿ¨", "লক্ষ্য"),
    ("cøvwbs", "প্লানিং"),
    ("K¬v÷vi", "ক্লাস্টার"),
    ("B”Qv", "ইচ্ছা"),
    ("D”P", "উচ্চ"),
    ("Rxeb", "জীবন"),
    ("RxebPµ", "জীবনচক্র"),
    ("kã", "শব্দ"),
    ("cÂvk", "পঞ্চাশ"),
    ("msL¨v", "সংখ্যা"),
    ("`yt¯’", "দুঃস্থ"),
    ("cvuP", "পাঁচ"),
    ("e„×", "বৃদ্ধ"),
    ("weaev", "বিধবা"),
    ("gvZ…Z¡Kvjxb", "মাতৃত্বকালীন"),
    ("MÖvgxY", "গ্রামীণ"),
    ("wbR¯^", "নিজস্ব"),
    ("wek¦", "বিশ্ব"),
    ("AvZ¥wbf©i", "আত্মনির্ভর"),
]
IN_CONTEXT = "evsjv‡`k miKvi "  # a line that is surely Bijoy


@pytest.mark.parametrize(("typed", "meant"), WORDS)
def test_a_known_word(typed, meant):
    line = from_bijoy(IN_CONTEXT + typed)
    assert line == unicodedata.normalize("NFC", f"বাংলাদেশ সরকার {meant}")


BIJOY = [
    ("gwš¿cwil` wefvM", "মন্ত্রিপরিষদ বিভাগ"),
    ("MYcÖRvZš¿x evsjv‡`k miKvi", "গণপ্রজাতন্ত্রী বাংলাদেশ সরকার"),
    ("bvix I wkï", "নারী ও শিশু"),
    ("Avgvi †mvbvi evsjv", "আমার সোনার বাংলা"),
    ("Kg©m~wPwU `wi`ª bvix‡`i Rb¨|", "কর্মসূচিটি দরিদ্র নারীদের জন্য।"),
    ("fvZv cÖ`vb Kiv nq", "ভাতা প্রদান করা হয়"),
    ("ÔZ_¨ AvcvÕ 2019", "‘তথ্য আপা’ ২০১৯"),
]


@pytest.mark.parametrize(("typed", "meant"), BIJOY)
def test_a_line_is_recognised_and_read(typed, meant):
    assert looks_bijoy(typed)
    assert from_bijoy(typed) == unicodedata.normalize("NFC", meant)


OTHERS = [
    "",
    "yes",
    "The programme gives women a voice.",
    "Five visits are above the level of the government; never give over.",
    "iBAS++ and e-GP codes from MoWCA, MoSW and DoWA",
    "Microsoft® Office 25°C, ½ day, 500 m²",
    "café résumé naïve",
    "payment via G2P, bKash or NID",
    "Field_name and `code`",
    "“quoted” text – with dashes, women’s groups",
    "https://www.example.org/aBcD?x=Yz ; https://vws.example.org/vGd",
    "gov. div. rev. Rev Div Gov",
    "SSPS; MoSW; PKSF; DSS; VGD",
    "নারী ও শিশু",
    "ভাতা (VGD) evsjv‡`k",  # mixed lines are left alone: nobody can tell which part is which
]


@pytest.mark.parametrize("text", OTHERS)
def test_other_texts_are_left_alone(text):
    assert not looks_bijoy(text)
    assert from_bijoy(text) == text


def test_only_the_lines_that_look_so_are_converted():
    text = "From the guideline:\nbvix I wkï\r\nPage 4"
    assert from_bijoy(text) == "From the guideline:\nনারী ও শিশু\nPage 4"


@given(st.text(max_size=60))
def test_no_text_breaks_it_and_the_result_is_in_nfc(text):
    converted = from_bijoy(IN_CONTEXT + text)
    assert looks_bijoy(text) in {True, False}
    if not any("\u0980" <= sign <= "\u09ff" for sign in text) and "\n" not in text:
        assert unicodedata.is_normalized("NFC", converted) or converted.endswith(text)


# ── The page ────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.django_db
def test_the_page_shows_both_and_keeps_nothing():
    client = signed_in(make_person("somebody"))
    answer = client.post(reverse("language:bijoy"), {"text": "bvix I wkï"})
    html = answer.content.decode()
    assert answer.status_code == 200
    assert "bvix I wkï</textarea>" in html
    assert '<p lang="bn">নারী ও শিশু</p>' in html


@pytest.mark.django_db
def test_the_page_says_when_there_is_nothing_to_convert():
    client = signed_in(make_person("somebody"))
    html = client.post(reverse("language:bijoy"), {"text": "Plain words"}).content.decode()
    assert "does not look like Bijoy text" in html
    empty = client.post(reverse("language:bijoy"), {"text": ""})
    assert empty.status_code == 422


@pytest.mark.django_db
def test_a_script_is_told_in_json():
    client = signed_in(make_person("somebody"))
    url, headers = reverse("language:bijoy"), {"Accept": "application/json"}
    found = client.post(url, {"text": "bvix I wkï"}, headers=headers).json()
    assert found == {"bijoy": True, "text": "নারী ও শিশু"}
    plain = client.post(url, {"text": "Plain words"}, headers=headers).json()
    assert plain == {"bijoy": False, "text": "Plain words"}


@pytest.mark.django_db
def test_without_a_sign_in_nothing_is_converted():
    assert browser().post(reverse("language:bijoy"), {"text": "bvix I wkï"}).status_code == 401
