"""The components, as markup: labels, descriptions, errors, refusals."""

from types import SimpleNamespace

import pytest
from django import forms
from django.core.paginator import Paginator
from django.template.loader import render_to_string

from nsss_gender.language import fields


class Sample(forms.Form):
    """One field of each shape."""

    name = fields.TextField(label="Name", help_text="As the budget book writes it.")
    answer = fields.ChoiceField(
        label="Answer", choices=[("y", "Yes"), ("n", "No")], widget=forms.RadioSelect
    )
    stages = fields.ChoicesField(
        label="Stages",
        choices=[("a", "A"), ("b", "B")],
        widget=forms.CheckboxSelectMultiple,
        help_text="Several.",
    )
    cluster = fields.ChoiceField(label="Cluster", choices=[("a", "A")])
    agreed = forms.BooleanField(label="Agreed", required=False)
    base = forms.CharField(widget=forms.HiddenInput, required=False)


def component(template, /, **context):
    return " ".join(render_to_string(f"components/{template}.html", context).split())


def field(name, data=None, **context):
    return component("_field", field=Sample(data)[name], **context)


def test_a_box_has_a_label_a_hint_and_a_description():
    html = field("name")
    assert '<label class="form-label" for="id_name">Name</label>' in html
    assert (
        '<div class="form-text" id="id_name_helptext">As the budget book writes it.</div>' in html
    )
    assert 'aria-describedby="id_name_helptext"' in html
    assert 'class="form-control"' in html
    assert "aria-invalid" not in html


def test_a_mistake_stands_at_its_box_and_is_part_of_its_description():
    html = field("name", {})
    assert 'id="id_name_error"' in html
    assert "Write something here." in html
    assert 'aria-describedby="id_name_helptext id_name_error"' in html
    assert 'aria-invalid="true"' in html


def test_a_label_and_a_hint_can_be_given_by_the_page():
    html = field("name", label="Title", hint="Other.", optional=True)
    assert ">Title <span" in html
    assert "(optional)" in html
    assert "Other." in html
    assert "budget book" not in html


@pytest.mark.parametrize(("name", "kind"), [("answer", "radio"), ("stages", "checkbox")])
def test_a_group_is_a_fieldset_with_a_legend_and_a_label_for_each(name, kind):
    html = field(name, {})
    assert html.count("<fieldset") == html.count("<legend") == 1
    assert html.count(f'type="{kind}"') == 2
    assert f'<label class="form-check-label" for="id_{name}_1">' in html
    assert f"id_{name}_error" in html.split("<legend")[0]
    assert html.count('aria-invalid="true"') == 2


def test_what_was_chosen_stays_chosen():
    html = field("stages", {"stages": ["b"]})
    assert html.count("checked") == 1
    assert 'value="b"' in html.split("checked")[0].rsplit("<input", 1)[1]


def test_a_required_group_of_ticks_does_not_demand_every_tick():
    assert "required" not in field("stages")


def test_other_shapes():
    assert 'class="form-select"' in field("cluster")
    assert '<label class="form-check-label" for="id_agreed">Agreed</label>' in field("agreed")
    assert field("base") == '<input type="hidden" name="base" id="id_base">'


def test_the_error_summary_links_to_the_controls_in_their_order():
    html = component("_error_summary", form=Sample({}))
    links = [part.split('"')[0] for part in html.split('href="')[1:]]
    assert links == ["#id_name", "#id_answer_0", "#id_stages_0", "#id_cluster"]
    assert "Name – Write something here." in html
    assert 'tabindex="-1"' in html


def test_the_error_summary_takes_formsets_and_lists_and_is_silent_without_mistakes():
    several = forms.formset_factory(Sample, min_num=2, validate_min=True)
    formset = several({"form-TOTAL_FORMS": "2", "form-INITIAL_FORMS": "0"})
    assert "#id_form-1-name" in component("_error_summary", form=formset)
    assert 'href="#q7"' in component("_error_summary", errors=[("q7", "Answer Q7.")])
    assert "<a" not in component("_error_summary", errors=[("", "Whole form.")])
    assert component("_error_summary", form=Sample()) == ""
    assert component("_error_summary") == ""


def test_a_refused_action_is_disabled_and_says_why():
    refusal = SimpleNamespace(allowed=False, reason="Under review.")
    html = component(
        "_confirm", name="submit", url="/x/", label="Submit", verdict=refusal, csrf_token="t"
    )
    assert 'disabled aria-describedby="why-submit">Submit</button>' in html
    assert '<p class="refusal" id="why-submit">Under review.</p>' in html


def test_an_allowed_action_posts_with_its_token_and_fields():
    verdict = SimpleNamespace(allowed=True, reason="")
    html = component(
        "_confirm",
        name="submit",
        url="/x/",
        label="Submit",
        verdict=verdict,
        fields=[("base", "3")],
        csrf_token="t",
    )
    assert "disabled" not in html
    assert '<input type="hidden" name="csrfmiddlewaretoken" value="t">' in html
    assert '<input type="hidden" name="base" value="3">' in html


def test_pages_of_a_list():
    pages = Paginator(range(50), 20)
    middle = component("_pagination", page=pages.page(2), query="q=a&page=2")
    assert 'rel="prev" href="?q=a&amp;page=1"' in middle
    assert 'rel="next" href="?q=a&amp;page=3"' in middle
    assert "Page 2 of 3" in middle
    assert component("_pagination", page=Paginator(range(5), 20).page(1), query="") == ""


def test_a_tag_says_its_state_in_a_word():
    html = component("_status_tag", tone="ok", word="Settled")
    assert html == '<span class="tag tag-ok">Settled</span>'
    assert "tag-neutral" in component("_status_tag", word="x")


def test_typed_text_never_becomes_markup():
    for name, context in [
        ("_status_tag", {"word": "<b>"}),
        ("_notice", {"title": "<b>", "text": "<b>"}),
        ("_summary_list", {"rows": [{"key": "<b>", "value": "<b>"}]}),
        ("_task_list", {"items": [{"label": "<b>", "word": "<b>"}]}),
        ("_error_summary", {"errors": [("a", "<b>")]}),
        ("_breadcrumb", {"items": [("/", "<b>")], "current": "<b>"}),
        ("_tabs", {"items": [{"url": "/", "label": "<b>"}], "label": "<b>"}),
    ]:
        assert "<b>" not in component(name, **context)
