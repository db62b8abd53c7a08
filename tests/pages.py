"""One row for every address: how to build it, who may open it, what it may cost.

The table drives tests/house/test_pages.py (map, access, headers, queries, weight, language) and
tests/journeys/test_axe.py. An address without a row fails the build (habit 11 of the house).

Reading a row: ``ok`` are the people who get 200 (or a redirect, for pages that only lead on:
``redirects``; ``anonymous`` pages are looked at without signing in; a ``file`` is no page);
``no`` those who are told 403 with a reason; everybody else gets 404. Without a sign-in every page
that is not ``public`` leads to the sign-in page.
"""

import datetime as dt
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from allauth.usersessions.models import UserSession
from django.utils import timezone

from assessments.models import BesideVersion, Mail, Notice, Round, Submission
from assessments.services.calendars import feed_make
from assessments.services.on_behalf import on_behalf_begin
from assessments.services.reviews import comment_resolve
from assessments.services.strategy import strategy_attach
from nsss_gender.accounts import services as people_services
from nsss_gender.accounts.models import Invitation, Ministry
from programmes.models import Agency, Budget, Coverage, Programme, ProgrammeMinistry, TargetGroup
from programmes.services.jobs import export_ask
from reports.enums import PlanPart
from reports.models import ActionPlan, Export, PlanVersion, PolicyReference, Subject
from reports.selectors.rows import row_values
from reports.services import exports as export_services
from reports.services import plans as plan_services
from reports.services.rows import row_edit
from reports.services.texts import text_save
from reports.services.versions import Typed
from reports.tasks import make_export
from tests.assessments.doubts import contradict, explanation
from tests.assessments.factories import (
    Scene,
    answers_save,
    draft_make,
    extension_ask,
    letter_save,
    make_holiday,
)
from tests.assessments.linked import contribution_make, link_make
from tests.assessments.lists import claim_say, missing_add, partner_add
from tests.assessments.papers import (
    evidence_make,
    scan_make,
    strategy_make,
    upload,
    waiver_make,
)
from tests.people import signed_in
from tests.programmes.books import HEADS, book, previewed, worked

PEOPLE = (
    "nobody",
    "focal",
    "contributor",
    "stranger",
    "reviewer",
    "technical_support",
    "approver",
    "coordinator",
    "administrator",
    "observer",
)
ALL = " ".join(PEOPLE)
SEATED = ALL.replace("nobody ", "")
MINISTRY = "focal contributor"
DIVISION = "reviewer technical_support approver"
READERS = f"{DIVISION} coordinator observer"
COMMENTED = "contributor reviewer technical_support approver coordinator"
ACTORS = "reviewer technical_support"
NOT_REVIEWER = "focal technical_support approver coordinator"
NOT_ADMINISTRATOR = ALL.replace(" administrator", "")
NOT_APPROVER = "focal reviewer technical_support coordinator"

Build = Callable[[Scene], dict[str, Any]]


def nothing(scene: Scene) -> dict[str, Any]:
    return {}


@dataclass(frozen=True)
class Page:
    """One address. ``state`` is the state of the scene's report when the page is opened."""

    name: str
    ok: str = ""
    no: str = ""
    args: Build = nothing
    state: str = "in_progress"
    post: bool = False
    public: bool = False
    redirects: bool = False
    anonymous: bool = False
    file: bool = False
    queries: int = 12
    data: Mapping[str, Any] = field(default_factory=dict)
    note: str = ""
    out: str = ""  # people whom the scene has locked out: they are sent to the sign-in

    def __str__(self) -> str:
        return f"{self.name}[{self.state}]"

    def may(self, person: str) -> bool:
        return person in self.ok.split()

    def refused(self, person: str) -> int:
        """What somebody who may not open it is told: 403 with a reason, or nothing at all (404)."""
        return 403 if person in self.no.split() else 404


def report(scene: Scene) -> dict[str, Any]:
    return {"pk": scene.submission.pk}


def assessment(scene: Scene) -> dict[str, Any]:
    return {"pk": scene.assessment.pk}


def contradicted(scene: Scene) -> dict[str, Any]:
    """A programme with an explained contradiction (kept texts, too) and with one that is open."""
    contradict(scene)
    return {"pk": scene.assessment.pk}


def bijoy_answer(scene: Scene) -> dict[str, Any]:
    answers_save(scene.assessment, {"Q8": {"text": "evsjv‡`k miKvi"}}, by=scene.focal)
    return answer(scene)


def sent_twice(scene: Scene) -> dict[str, Any]:
    """A programme in the second packet of its report, with one answer written anew."""
    if scene.packet.number == 1:
        scene.send_return()
        scene.answer_points({"Q8": {"text": "Court-yard meetings since March."}})
        scene.submit()
        scene.claim()
    return {"pk": scene.assessment.pk}


def draft(scene: Scene) -> dict[str, Any]:
    """A comment that technical support drafted."""
    return {"pk": draft_make(scene).pk}


def section(scene: Scene) -> dict[str, Any]:
    return {"pk": scene.assessment.pk, "section": "empowerment"}


def question_of_one(scene: Scene) -> dict[str, Any]:
    return {"pk": scene.assessment.pk, "code": "Q7"}


def said_twice(scene: Scene) -> dict[str, Any]:
    contradict(scene)
    return {"kind": "explanation", "pk": explanation(scene).pk}


def said_before(scene: Scene) -> dict[str, Any]:
    contradict(scene)
    rows = BesideVersion.objects.filter(target=explanation(scene).target)
    return {"pk": rows.get(number=1).pk}


def waiver(scene: Scene) -> dict[str, Any]:
    return {"pk": waiver_make(scene).pk}


def rule_of_one(scene: Scene) -> dict[str, Any]:
    return {"pk": scene.assessment.pk, "rule": "split_claimed"}


def packet(scene: Scene) -> dict[str, Any]:
    return {"pk": scene.packet.pk}


def clearance(scene: Scene) -> dict[str, Any]:
    return {"pk": scene.submission.clearances.get().pk}


def scan(scene: Scene) -> dict[str, Any]:
    return {"pk": scan_make(scene.submission.clearances.get(), scene.focal).pk}


def answer(scene: Scene) -> dict[str, Any]:
    return {"pk": scene.assessment.answers.get(question__code="Q8").pk}


def version(scene: Scene) -> dict[str, Any]:
    head = scene.assessment.answers.get(question__code="Q8").head
    assert head
    return {"pk": head.pk}


def question(scene: Scene) -> dict[str, Any]:
    return {"pk": scene.submission.pk, "code": "Q8"}


def resolved_comment(scene: Scene) -> dict[str, Any]:
    comment_resolve(comment=scene.assessment.comments.first(), by=scene.reviewer)
    return comment(scene)


def comment(scene: Scene) -> dict[str, Any]:
    return {"pk": scene.assessment.comments.first().pk}


def consultation(scene: Scene) -> dict[str, Any]:
    return {"pk": scene.submission.consultations.first().pk}


def hand_out(scene: Scene) -> dict[str, Any]:
    return {"pk": scene.assessment.hand_outs.first().pk}


def unlooked(scene: Scene) -> dict[str, Any]:
    """A programme with answers of a colleague that wait for a look: a new one and a changed one."""
    values = {"Q8": {"text": "Yard meetings."}, "Q7.1": {"reason": "Field office."}}
    answers_save(scene.assessment, values, by=scene.contributor)
    return {"pk": scene.assessment.pk}


def narrated(scene: Scene) -> dict[str, Any]:
    link_make(scene, code="Q1")
    return {"pk": scene.assessment.pk, "code": "Q1"}


def link_report(scene: Scene) -> dict[str, Any]:
    """A list with a link that was not opened and one whose proposal waits."""
    contribution(scene)
    link_make(scene, code="Q1")
    return report(scene)


def link(scene: Scene) -> dict[str, Any]:
    return {"pk": link_make(scene).link.pk}


def link_token(scene: Scene) -> dict[str, Any]:
    return {"token": link_make(scene).token}


def contribution(scene: Scene) -> dict[str, Any]:
    return {"pk": contribution_make(scene).pk}


def standing_claim(scene: Scene) -> dict[str, Any]:
    return {"pk": claim_say(scene.assessment, scene.focal, "ended").pk}


def shared(scene: Scene) -> dict[str, Any]:
    partner_add(scene.programmes[0], scene.other_ministry)
    return {"pk": scene.assessment.pk}


def asking_claim(scene: Scene) -> dict[str, Any]:
    given = {"other_ministry": scene.other_ministry}
    return {"pk": claim_say(scene.assessment, scene.focal, "not_ours", **given).pk}


def others_programme(scene: Scene) -> dict[str, Any]:
    programme = scene.other.assessments.get().programme_id
    return {"pk": scene.submission.pk, "programme": programme}


def proposed(scene: Scene) -> dict[str, Any]:
    return {
        "pk": missing_add(
            scene.submission, scene.focal, name_en=scene.programmes[0].name_en
        ).programme_id
    }


def own_claim(scene: Scene) -> dict[str, Any]:
    claim_say(scene.assessment, scene.focal, "not_ours", other_ministry=scene.other_ministry)
    return {"pk": scene.assessment.pk}


def evidence_page(scene: Scene) -> dict[str, Any]:
    for kind in ("file", "link", "statement"):
        evidence_make(scene.assessment, scene.focal, kind=kind)
    return {"pk": scene.assessment.pk, "code": "Q8"}


def evidence(scene: Scene) -> dict[str, Any]:
    return {"pk": evidence_make(scene.assessment, scene.focal).pk}


def submitted_evidence(scene: Scene) -> dict[str, Any]:
    found = evidence(scene)
    scene.clear()
    scene.submit()
    return found


def own_strategy(scene: Scene) -> dict[str, Any]:
    return {"pk": strategy_make(scene.submission, scene.focal).pk}


def strategy_version(scene: Scene) -> dict[str, Any]:
    own_strategy(scene)
    return {"pk": BesideVersion.objects.filter(target__startswith="strategy:").latest("at").pk}


def strategy_file(scene: Scene) -> dict[str, Any]:
    strategy = strategy_make(scene.submission, scene.focal)
    return {"pk": strategy_attach(strategy=strategy, upload=upload(), by=scene.focal).pk}


def citing(scene: Scene) -> dict[str, Any]:
    own_strategy(scene)
    return {"pk": scene.assessment.pk}


def claimed_evidence(scene: Scene) -> dict[str, Any]:
    found = submitted_evidence(scene)
    scene.claim()
    return found


def notice(scene: Scene) -> dict[str, Any]:
    return {"pk": Notice.objects.filter(seat=scene.focal.seats[0]).latest("created_at").pk}


def calendar(scene: Scene) -> dict[str, Any]:
    return {"token": feed_make(key=uuid.uuid4(), by=scene.focal).token}


def unsent(scene: Scene) -> dict[str, Any]:
    """A mail to a person and one to an officer, both refused; the first can be tried again."""
    given = {"state": "failed", "subject": "রিপোর্ট", "body": "রিপোর্ট", "attempts": 1}
    seat, report = scene.focal.seats[0], scene.submission
    own = {"seat": seat, "user": scene.focal, "name": scene.focal.name, "submission": report}
    row, _made = Mail.objects.get_or_create(
        key="one", defaults={**given, **own, "address": "gone@example.org"}
    )
    Mail.objects.get_or_create(key="two", defaults={**given, "seat": seat, "submission": report})
    return {"pk": row.pk}


def no_args_unsent(scene: Scene) -> dict[str, Any]:
    unsent(scene)
    return {}


def round_(scene: Scene) -> dict[str, Any]:
    return {"pk": scene.round.pk}


def expectation(scene: Scene) -> dict[str, Any]:
    return {"pk": scene.round.pk, "ministry": scene.ministry.pk}


def holiday(scene: Scene) -> dict[str, Any]:
    return {"pk": make_holiday(dt.date(2026, 12, 16)).pk}


def letter(scene: Scene) -> dict[str, Any]:
    letter_save(scene.round, scene.administrator)
    return {"pk": scene.round.pk, "ministry": scene.ministry.pk}


def week(scene: Scene) -> dict[str, Any]:
    """A round that opened weeks ago, with a summary that was asked for."""
    asker, key = scene.approver, uuid.uuid4()
    wanted = export_services.Wanted(format="pdf", language="en")
    export_services.export_ask(key=key, of=Subject.of_week(scene.round), wanted=wanted, by=asker)
    return stuck(scene)


def lined(scene: Scene) -> dict[str, Any]:
    """A round whose ledger has a line."""
    extension_ask(scene)
    return {"pk": scene.round.pk}


def stuck(scene: Scene) -> dict[str, Any]:
    """A round that opened weeks ago, in which nothing has moved since."""
    long_ago = timezone.now() - dt.timedelta(days=40)
    Round.objects.filter(pk=scene.round.pk).update(opened_at=long_ago)
    stamps = ("opened_at", "changed_at", "submitted_at", "recommended_at")
    for name in stamps:
        rows = Submission.objects.filter(round=scene.round, **{f"{name}__isnull": False})
        rows.update(**{name: long_ago})
    return {"pk": scene.round.pk}


def extension(scene: Scene) -> dict[str, Any]:
    return {"pk": extension_ask(scene).pk}


def programme(scene: Scene) -> dict[str, Any]:
    return {"programme_id": scene.programmes[0].pk}


def import_preview(scene: Scene) -> dict[str, Any]:
    return {
        "pk": previewed(book([HEADS, ["P001", "One", scene.ministry.code]]), scene.administrator).pk
    }


def import_words(scene: Scene) -> dict[str, Any]:
    return {"pk": previewed(book([HEADS, ["P001", "One", "Nowhere"]]), scene.administrator).pk}


def register_file(scene: Scene) -> dict[str, Any]:
    job = export_ask(
        key=uuid.uuid4(), format_="csv", asked_for={"language": "bn"}, by=scene.administrator
    )
    worked(job)
    return {"pk": job.pk}


def ended_programme(scene: Scene) -> dict[str, Any]:
    Programme.objects.filter(pk=scene.programmes[0].pk).update(
        ended_on="2018-07-01", end_kind="closed"
    )
    return programme(scene)


def proposed_programme(scene: Scene) -> dict[str, Any]:
    Programme.objects.filter(pk=scene.programmes[0].pk).update(proposed=True)
    return programme(scene)


def partner_of(scene: Scene) -> dict[str, Any]:
    partner = scene.stranger.seats[0].ministry
    links = ProgrammeMinistry.objects.filter(programme=scene.programmes[0], ministry=partner)
    if not links.exists():
        links.create(
            programme=scene.programmes[0], ministry=partner, part="partner", valid_from="2018-07-01"
        )
    return {**programme(scene), "ministry": partner.pk}


def coverage(scene: Scene) -> dict[str, Any]:
    made = Coverage.objects.create(
        programme=scene.programmes[0], period="2017-18", fiscal_year="2017-18", women=5, grade="A"
    )
    return {"pk": made.pk}


def budget(scene: Scene) -> dict[str, Any]:
    made = Budget.objects.create(
        programme=scene.programmes[0],
        period="2017-18",
        fiscal_year="2017-18",
        crore_taka=5,
        grade="A",
    )
    return {"pk": made.pk}


def words(scene: Scene) -> dict[str, Any]:
    return {"kind": "groups"}


def word(scene: Scene) -> dict[str, Any]:
    return {"kind": "groups", "pk": TargetGroup.objects.get_or_create(code="women")[0].pk}


def agency(scene: Scene) -> dict[str, Any]:
    names = {"name_bn": "পরীক্ষা অধিদপ্তর"}
    row, _made = Agency.objects.get_or_create(name_en="Department of Tests", defaults=names)
    return {"pk": row.pk}


def ministry_(scene: Scene) -> dict[str, Any]:
    return {"pk": scene.ministry.pk}


def ended_ministry(scene: Scene) -> dict[str, Any]:
    Ministry.objects.filter(pk=scene.ministry.pk).update(closed_on="2018-07-01")
    return ministry_(scene)


def _without(people: str) -> str:
    return " ".join(person for person in PEOPLE if person not in people.split())


LANGUAGE = (
    Page("health", public=True, ok=ALL, note="for the proxy, no words"),
    Page("language:switch", public=True, ok=ALL, post=True, redirects=True),
    Page("language:components", public=True, ok=ALL),
    Page("language:bijoy", ok=ALL),
)
KEEPERS: dict[str, Any] = {"ok": "administrator", "no": _without("administrator")}
FIGURES: dict[str, Any] = {
    "ok": "focal administrator",
    "no": _without("focal administrator"),
}
REGISTER = (
    Page("programmes:list", ok=SEATED, no="nobody"),
    Page("programmes:detail", ok=SEATED, no="nobody", args=programme),
    Page("programmes:jobs", ok="administrator", no=_without("administrator")),
    Page("programmes:import_new", ok="administrator", no=_without("administrator")),
    Page("programmes:export_new", ok="administrator", no=_without("administrator")),
    Page("programmes:job", ok="administrator", no=_without("administrator"), args=import_preview),
    Page("programmes:job_map", ok="administrator", no=_without("administrator"), args=import_words),
    Page(
        "programmes:job_write",
        ok="administrator",
        no=_without("administrator"),
        args=import_preview,
        post=True,
    ),
    Page(
        "programmes:job_stop",
        ok="administrator",
        no=_without("administrator"),
        args=import_preview,
        post=True,
    ),
    Page(
        "programmes:job_file",
        ok="administrator",
        no=_without("administrator"),
        args=register_file,
        file=True,
    ),
    Page("programmes:detail", ok=SEATED, no="nobody", args=ended_programme, state="not_started"),
    Page("programmes:history", ok=SEATED, no="nobody", args=programme),
    Page("programmes:add", **KEEPERS),
    Page("programmes:edit", **KEEPERS, args=programme, queries=14),
    Page("programmes:rename", **KEEPERS, args=programme),
    Page("programmes:move", **KEEPERS, args=programme),
    Page("programmes:partner_add", **KEEPERS, args=programme),
    Page("programmes:partner_end", **KEEPERS, args=partner_of),
    Page("programmes:merge", **KEEPERS, args=programme),
    Page("programmes:split", **KEEPERS, args=programme, queries=16),
    Page("programmes:close", **KEEPERS, args=programme),
    Page("programmes:reopen", **KEEPERS, args=ended_programme),
    Page("programmes:confirm", **KEEPERS, args=proposed_programme, post=True),
    Page("programmes:coverage_add", **FIGURES, args=programme),
    Page("programmes:coverage_edit", **FIGURES, args=coverage),
    Page("programmes:coverage_withdraw", **FIGURES, args=coverage),
    Page("programmes:budget_add", **FIGURES, args=programme),
    Page("programmes:budget_edit", **FIGURES, args=budget),
    Page("programmes:budget_withdraw", **FIGURES, args=budget),
    Page("programmes:words", ok=SEATED, no="nobody", args=words),
    Page("programmes:word_add", **KEEPERS, args=words),
    Page("programmes:word_edit", **KEEPERS, args=word),
    Page("programmes:agency_edit", **KEEPERS, args=agency),
    Page("programmes:ministries", ok=SEATED, no="nobody"),
    Page("programmes:ministry", ok=SEATED, no="nobody", args=ministry_),
    Page("programmes:ministry", ok=SEATED, no="nobody", args=ended_ministry, state="not_started"),
    Page("programmes:ministry_add", **KEEPERS),
    Page("programmes:ministry_edit", **KEEPERS, args=ministry_),
    Page("programmes:ministry_rename", **KEEPERS, args=ministry_),
    Page("programmes:ministry_close", **KEEPERS, args=ministry_),
    Page("programmes:ministry_reopen", **KEEPERS, args=ended_ministry),
)
FILLING = (
    Page(
        "assessments:our_report", ok="focal stranger", no=_without("focal stranger"), redirects=True
    ),
    Page("assessments:report", ok="focal", no="contributor", args=report),
    Page("assessments:report", ok="focal", no="contributor", args=report, state="not_started"),
    Page("assessments:programmes", ok="focal", no="contributor", args=report),
    Page("assessments:programmes", ok="focal", no="contributor", args=report, state="not_started"),
    Page("assessments:programme_add", ok="focal", no="contributor", args=report),
    Page("assessments:programme_lead", ok="focal", no="contributor", args=others_programme),
    Page("assessments:claim_answer", ok="stranger", args=asking_claim),
    Page("assessments:shared", ok="stranger", args=shared),
    Page("assessments:shared", ok="stranger", args=shared, state="submitted"),
    Page("assessments:list_confirm", ok="focal", no="contributor", args=report, post=True),
    Page("assessments:claim_make", ok="focal", no="contributor", args=assessment),
    Page(
        "assessments:claim_make", ok="focal", no="contributor", args=own_claim, note="with a claim"
    ),
    Page(
        "assessments:claim_withdraw",
        ok="focal",
        no="contributor",
        args=standing_claim,
        post=True,
    ),
    Page("assessments:assessment", ok=MINISTRY, args=assessment),
    Page("assessments:section", ok=MINISTRY, args=section, queries=16),
    Page("assessments:contradictions", ok=MINISTRY, args=contradicted),
    Page(
        "assessments:contradictions",
        ok="focal",
        no=f"{DIVISION} coordinator",
        args=assessment,
        state="submitted",
    ),
    Page("assessments:answer_redact", ok="focal", no="contributor", args=bijoy_answer),
    Page("assessments:answer_bijoy", ok=MINISTRY, args=bijoy_answer),
    Page("assessments:answer_bijoy", ok=MINISTRY, args=answer, note="nothing to convert"),
    Page("assessments:grid", ok=MINISTRY, args=report),
    Page(
        "assessments:grid",
        ok=MINISTRY,
        no=f"{DIVISION} coordinator",
        args=report,
        state="returned",
    ),
    Page("assessments:carry", ok="focal", no="contributor", args=report, post=True),
    Page("assessments:short_form", ok=MINISTRY, args=report),
    Page("assessments:fill_question", ok=MINISTRY, args=question),
    Page("assessments:fill_programme", ok=MINISTRY, args=assessment),
    Page("assessments:answer_copy", ok=MINISTRY, args=question_of_one),
    Page("assessments:evidence", ok=MINISTRY, args=evidence_page),
    Page("assessments:evidence_withdraw", ok=MINISTRY, args=evidence, post=True),
    Page("assessments:evidence_file", ok=MINISTRY, args=evidence, file=True),
    Page(
        "assessments:evidence_file",
        ok=f"{MINISTRY} {DIVISION} coordinator",
        args=submitted_evidence,
        file=True,
        note="submitted",
    ),
    Page("assessments:not_assessed", ok="focal", no="contributor", args=assessment),
    Page("assessments:score", ok=MINISTRY, args=assessment),
    Page("assessments:autosave", ok=MINISTRY, args=question_of_one, post=True),
    Page("assessments:here", ok=MINISTRY, args=section, post=True),
    Page("assessments:explain", ok=MINISTRY, args=rule_of_one, post=True),
    Page("assessments:answer_history", ok=MINISTRY, args=answer),
    Page("assessments:answer_restore", ok=MINISTRY, args=version, post=True),
    Page("assessments:handed_to_me", ok="contributor", no=_without("contributor")),
    Page("assessments:hand_out", ok="focal", no="contributor", args=assessment),
    Page("assessments:adopt", ok="focal", no="contributor", args=unlooked),
    Page("assessments:link_ask", ok="focal", no="contributor", args=narrated),
    Page("assessments:links", ok="focal", no="contributor", args=link_report),
    Page("assessments:link_renew", ok="focal", no="contributor", args=link),
    Page("assessments:link_end", ok="focal", no="contributor", args=link, post=True),
    Page("assessments:contribution", ok="focal", no="contributor", args=contribution),
    Page(
        "assessments:contribution_decline",
        ok="focal",
        no="contributor",
        args=contribution,
        post=True,
    ),
    Page(
        "assessments:contribute",
        ok=ALL,
        args=link_token,
        public=True,
        anonymous=True,
        queries=28,
        note="most of it counts in the shared cache, by address and by link",
    ),
    Page("assessments:hand_out_question", ok="focal", no="contributor", args=question),
    Page("assessments:hand_out_end", ok="focal", no="contributor", args=hand_out, post=True),
    Page("assessments:strategy", ok="focal", no="contributor", args=report),
    Page("assessments:strategy_history", ok="focal", no="contributor", args=own_strategy),
    Page(
        "assessments:strategy_restore",
        ok="focal",
        no="contributor",
        args=strategy_version,
        post=True,
    ),
    Page("assessments:strategy_file", ok="focal", args=strategy_file, file=True),
    Page(
        "assessments:strategy_detach", ok="focal", no="contributor", args=strategy_file, post=True
    ),
    Page("assessments:citations", ok=MINISTRY, args=citing),
    Page("assessments:consultations", ok="focal", no="contributor", args=report),
    Page(
        "assessments:consultation_withdraw",
        ok="focal",
        no="contributor",
        args=consultation,
        post=True,
    ),
    Page("assessments:beside_redact", ok="focal", no="contributor", args=said_twice),
    Page("assessments:explanation_restore", ok=MINISTRY, args=said_before, post=True),
    Page("assessments:unwaive", ok="focal", no="contributor", args=waiver, post=True),
    Page("assessments:points", ok="focal", no=COMMENTED, args=report, state="returned"),
    Page("assessments:reply", ok="focal", no=COMMENTED, args=comment, state="returned", post=True),
    Page("assessments:extension_ask", ok="focal", no="contributor", args=report),
    Page("assessments:check", ok="focal", no="contributor", args=report, queries=20),
    Page(
        "assessments:clear",
        ok="focal",
        no="contributor",
        args=report,
        queries=29,
        note="reads all that a packet would hold",
    ),
    Page("assessments:scans", ok="focal", no="contributor", args=clearance, state="cleared"),
    Page(
        "assessments:scan_file", ok="focal", no="contributor", args=scan, state="cleared", file=True
    ),
    Page(
        "assessments:supplement_new",
        ok="focal",
        no=f"{DIVISION} coordinator observer",
        args=report,
        state="accepted",
    ),
    Page("assessments:submit", ok="focal", no="contributor", args=report, state="cleared"),
    Page(
        "assessments:recall",
        ok="focal",
        no=f"{DIVISION} coordinator",
        args=report,
        state="submitted",
    ),
    Page("assessments:receipt", ok=f"focal {DIVISION} coordinator", args=packet, state="submitted"),
)
REVIEWING = (
    Page("assessments:queue", ok="reviewer technical_support approver", no=_without(DIVISION)),
    Page("assessments:queue", ok=DIVISION, no=_without(DIVISION), state="submitted"),
    Page(
        "assessments:queue_give",
        ok="reviewer approver",
        no=_without("reviewer approver"),
        state="submitted",
        redirects=True,
        note="with nothing ticked it leads back to the queue",
    ),
    Page(
        "assessments:read",
        ok=f"{DIVISION} coordinator",
        no="focal",
        args=report,
        state="under_review",
    ),
    Page(
        "assessments:claim",
        ok="reviewer",
        no=NOT_REVIEWER,
        args=report,
        state="submitted",
        post=True,
    ),
    Page(
        "assessments:review_hand_over",
        ok="reviewer",
        no=NOT_REVIEWER,
        args=report,
        state="under_review",
    ),
    Page("assessments:return", ok="reviewer", no=NOT_REVIEWER, args=report, state="under_review"),
    Page(
        "assessments:undo_return",
        ok="reviewer",
        no=f"{NOT_REVIEWER} contributor",
        args=report,
        state="returned",
    ),
    Page(
        "assessments:recommend", ok="reviewer", no=NOT_REVIEWER, args=report, state="under_review"
    ),
    Page(
        "assessments:read_assessment",
        ok=f"{DIVISION} coordinator",
        no="focal",
        args=assessment,
        state="under_review",
    ),
    Page(
        "assessments:return_letter",
        ok=f"focal {DIVISION}",
        no="contributor coordinator",
        args=report,
        state="returned",
    ),
    Page(
        "assessments:return_letter_edit",
        ok="reviewer",
        no="focal contributor technical_support approver coordinator",
        args=packet,
        state="returned",
    ),
    Page(
        "assessments:evidence_judge",
        ok="reviewer",
        no=f"{NOT_REVIEWER} contributor",
        args=claimed_evidence,
    ),
    Page(
        "assessments:read_question",
        ok=f"{DIVISION} coordinator",
        no="focal",
        args=question,
        state="under_review",
    ),
    Page(
        "assessments:read_next",
        ok=DIVISION,
        no="focal coordinator",
        args=report,
        state="under_review",
        redirects=True,
    ),
    Page(
        "assessments:read_compare",
        ok=f"{DIVISION} coordinator",
        no="focal",
        args=sent_twice,
        state="under_review",
    ),
    Page(
        "assessments:draft_add",
        ok="technical_support",
        no="focal reviewer approver coordinator",
        args=assessment,
        state="under_review",
        post=True,
    ),
    Page(
        "assessments:draft_take",
        ok="reviewer",
        no=NOT_REVIEWER,
        args=draft,
        state="under_review",
        post=True,
    ),
    Page(
        "assessments:draft_drop",
        ok="reviewer technical_support",
        no="focal approver coordinator",
        args=draft,
        state="under_review",
        post=True,
    ),
    Page(
        "assessments:examined_mark",
        ok="reviewer",
        no=NOT_REVIEWER,
        args=assessment,
        state="under_review",
        post=True,
    ),
    Page(
        "assessments:examined_undo",
        ok="reviewer",
        no=NOT_REVIEWER,
        args=assessment,
        state="under_review",
        post=True,
    ),
    Page(
        "assessments:comment_reopen",
        ok="reviewer",
        no=NOT_REVIEWER,
        args=resolved_comment,
        state="under_review",
    ),
    Page(
        "assessments:comment_add",
        ok="reviewer",
        no=NOT_REVIEWER,
        args=assessment,
        state="under_review",
        post=True,
    ),
    Page(
        "assessments:settle",
        ok="reviewer",
        no=NOT_REVIEWER,
        args=assessment,
        state="under_review",
        post=True,
    ),
    Page(
        "assessments:comment_withdraw",
        ok="reviewer",
        no=NOT_REVIEWER,
        args=comment,
        state="under_review",
        post=True,
    ),
    Page(
        "assessments:comment_resolve",
        ok="reviewer",
        no=NOT_REVIEWER,
        args=comment,
        state="under_review",
        post=True,
    ),
    Page("assessments:on_behalf", ok=ACTORS, no=_without(ACTORS)),
    Page("assessments:on_behalf_begin", ok=ACTORS, no=_without(ACTORS), args=report),
    Page("assessments:decisions", ok="approver", no=_without("approver")),
    Page("assessments:decision", ok="approver", no=NOT_APPROVER, args=report, state="recommended"),
    Page(
        "assessments:accept",
        ok="approver",
        no=NOT_APPROVER,
        args=report,
        state="recommended",
        post=True,
    ),
    Page("assessments:send_back", ok="approver", no=NOT_APPROVER, args=report, state="recommended"),
    Page(
        "assessments:undo_accept",
        ok="approver",
        no=f"{NOT_APPROVER} observer",
        args=report,
        state="accepted",
    ),
    Page("assessments:accepted", ok=READERS, no=_without(READERS)),
)
MESSAGES = (
    Page("assessments:messages", ok=f"focal {_without('focal')}", state="returned"),
    Page("assessments:messages_read", ok=ALL, state="returned", post=True),
    Page("assessments:message_read", ok="focal", args=notice, state="returned", post=True),
    Page("assessments:calendar", ok="focal stranger", no=_without("focal stranger")),
    Page("assessments:calendar_end", ok="focal stranger", no=_without("focal stranger"), post=True),
    Page("assessments:calendar_feed", ok=ALL, args=calendar, public=True, file=True),
    Page(
        "assessments:mails",
        ok=f"administrator {DIVISION}",
        no=_without(f"{DIVISION} administrator"),
        args=no_args_unsent,
    ),
    Page(
        "assessments:mail_again",
        ok="administrator reviewer",
        no=_without("administrator reviewer"),
        args=unsent,
        post=True,
    ),
)
ADMINISTRATORS: dict[str, Any] = {"ok": "administrator", "no": _without("administrator")}
EXTENDERS: dict[str, Any] = {"ok": "reviewer approver", "no": _without("reviewer approver")}
LISTS = (
    Page("assessments:list_claims", ok="administrator", no=_without("administrator")),
    Page(
        "assessments:list_claim",
        ok="administrator",
        no=_without("administrator"),
        args=standing_claim,
    ),
    Page(
        "assessments:list_proposal",
        ok="administrator",
        no=_without("administrator"),
        args=proposed,
    ),
    Page(
        "assessments:list_proposal_confirm",
        ok="administrator",
        no=_without("administrator"),
        args=proposed,
        post=True,
    ),
    Page("assessments:lead_list", ok="reviewer approver", no=_without("reviewer approver")),
    Page(
        "assessments:lead_decide",
        ok="reviewer approver",
        no=_without("reviewer approver"),
        args=own_claim,
    ),
)
ROUNDS = (
    Page("assessments:rounds", **ADMINISTRATORS),
    Page("assessments:round_create", **ADMINISTRATORS),
    Page("assessments:round", **ADMINISTRATORS, args=round_),
    Page("assessments:round", **ADMINISTRATORS, args=round_, state="unopened"),
    Page("assessments:round_edit", **ADMINISTRATORS, args=round_, state="unopened"),
    Page("assessments:round_clone", **ADMINISTRATORS, args=round_),
    Page("assessments:milestones", **ADMINISTRATORS, args=round_),
    Page("assessments:round_expected_list", **ADMINISTRATORS, args=round_, state="unopened"),
    Page("assessments:round_expect", **ADMINISTRATORS, args=expectation, state="unopened"),
    Page("assessments:round_expect", **ADMINISTRATORS, args=expectation),
    Page("assessments:round_open", **ADMINISTRATORS, args=round_),
    Page("assessments:round_open", **ADMINISTRATORS, args=round_, state="unopened"),
    Page(
        "assessments:extensions",
        ok=f"{DIVISION} administrator focal stranger",
        no="nobody contributor coordinator observer",
        args=round_,
    ),
    Page("assessments:round_extend", **EXTENDERS, args=round_),
    Page("assessments:extension", **EXTENDERS, args=extension),
    Page(
        "assessments:round_letter",
        ok="administrator reviewer",
        no=_without("administrator reviewer"),
        args=round_,
    ),
    Page(
        "assessments:round_reminder",
        ok="administrator reviewer",
        no=_without("administrator reviewer"),
        args=round_,
        queries=13,
    ),
    Page(
        "assessments:letterhead",
        ok="administrator reviewer",
        no=_without("administrator reviewer"),
    ),
    Page(
        "assessments:reminder",
        ok=f"{DIVISION} administrator",
        no=_without(f"{DIVISION} administrator"),
        args=expectation,
        queries=13,
    ),
    Page(
        "assessments:letter",
        ok=f"focal {DIVISION} administrator",
        no="nobody contributor stranger coordinator observer",
        args=letter,
    ),
    Page("assessments:holidays", **ADMINISTRATORS),
    Page("assessments:holiday_create", **ADMINISTRATORS),
    Page("assessments:holiday_edit", **ADMINISTRATORS, args=holiday),
    Page("assessments:holiday_remove", **ADMINISTRATORS, args=holiday, post=True),
)


def person(scene: Scene) -> dict[str, Any]:
    return {"pk": scene.focal.pk}


def acting(scene: Scene) -> dict[str, Any]:
    """Technical support enters what the first ministry sent on paper."""
    if scene.technical_support.acting:
        return {}
    on_behalf_begin(
        submission=scene.submission,
        key=uuid.uuid4(),
        reason="The report came by post.",
        memo_number="",
        by=scene.technical_support,
    )
    return {}


def inactive_person(scene: Scene) -> dict[str, Any]:
    people_services.user_deactivate(by=scene.administrator, user=scene.focal, reason="Left.")
    return {"pk": scene.focal.pk}


def seat(scene: Scene) -> dict[str, Any]:
    return {"pk": scene.focal.seats[0].pk}


def session(scene: Scene) -> dict[str, Any]:
    signed_in(scene.focal).get("/account/")
    return {"pk": UserSession.objects.filter(user=scene.focal).latest("pk").pk}


def persons_session(scene: Scene) -> dict[str, Any]:
    return {"pk": scene.focal.pk, "session": session(scene)["pk"]}


def offer(scene: Scene) -> Any:
    people_services.seat_vacate(
        by=scene.administrator, seat=scene.contributor.seats[0], reason="Moved."
    )
    seat = scene.contributor.seats[0]
    return people_services.invitation_create(
        by=scene.administrator, seat=seat, name="Demo Colleague", email="colleague@example.org"
    )


def invitation(scene: Scene) -> dict[str, Any]:
    offer(scene)
    return {"pk": Invitation.objects.latest("created_at").pk}


def token(scene: Scene) -> dict[str, Any]:
    return {"token": offer(scene).token}


def reset_key(scene: Scene) -> dict[str, Any]:
    return {
        "uidb36": user_pk_to_url_str(scene.focal),
        "key": default_token_generator.make_token(scene.focal),
    }


def plan_of(scene: Scene) -> ActionPlan:
    found = ActionPlan.objects.filter(round=scene.round).first()
    if found:
        return found
    started = plan_services.plan_start(round_=scene.round, by=scene.reviewer)
    plan_services.plan_refresh(plan=started, by=scene.reviewer)
    return ActionPlan.objects.get(pk=started.pk)


def plan(scene: Scene) -> dict[str, Any]:
    return {"pk": plan_of(scene).pk}


def plan_round(scene: Scene) -> dict[str, Any]:
    return {"round_id": scene.round.pk}


def chapter(scene: Scene) -> dict[str, Any]:
    return {"pk": plan_of(scene).pk, "ministry": scene.ministry.pk}


def programme_of_plan(scene: Scene) -> dict[str, Any]:
    return {"pk": plan_of(scene).pk, "assessment": scene.assessment.pk}


def cluster_of_plan(scene: Scene) -> dict[str, Any]:
    return {"pk": plan_of(scene).pk, "cluster": scene.cluster.code}


def method_text(scene: Scene) -> dict[str, Any]:
    return {"pk": plan_of(scene).pk, "part": "method"}


def written_text(scene: Scene) -> dict[str, Any]:
    found = method_text(scene)
    for number, body in enumerate(("Once.", "Twice.")):
        typed = Typed(0 if not number else 2, {"body_en": body, "body_bn": "একবার।"})
        text_save(plan=plan_of(scene), part=PlanPart.METHOD, typed=typed, by=scene.reviewer)
    return found


def text_version(scene: Scene) -> dict[str, Any]:
    written_text(scene)
    return {"pk": PlanVersion.objects.filter(target__startswith="text:").earliest("number").pk}


def cluster_chapter(scene: Scene) -> dict[str, Any]:
    found = plan_of(scene)
    return {"pk": found.pk, "code": found.entries.exclude(cluster=None).first().cluster.code}


def item(scene: Scene) -> dict[str, Any]:
    return {"pk": plan_of(scene).items.order_by("pk").first().pk}


def ministry_row(scene: Scene) -> dict[str, Any]:
    return {"pk": plan_of(scene).pk, "origin": "ministry", "code": scene.ministry.code}


def a_reference(scene: Scene) -> dict[str, Any]:
    row, _made = PolicyReference.objects.get_or_create(
        code="sample-policy",
        defaults={"kind": "gender_policy", "name_en": "Sample", "name_bn": "নমুনা"},
    )
    return {"pk": row.pk}


def listed_reference(scene: Scene) -> dict[str, Any]:
    a_reference(scene)
    return {}


def edited_item(scene: Scene) -> dict[str, Any]:
    row = plan_of(scene).items.order_by("pk").first()
    assert row
    typed = Typed(row.number, row_values(row) | {"unit_en": "persons", "cost_crore": "1.50"})
    row_edit(item=row, typed=typed, by=scene.reviewer)
    return {"pk": row.pk}


def item_version(scene: Scene) -> dict[str, Any]:
    target = f"item:{edited_item(scene)['pk']}"
    return {"pk": PlanVersion.objects.filter(target=target).earliest("number").pk}


def export(scene: Scene) -> dict[str, Any]:
    wanted = export_services.Wanted(format="xlsx", language="en")
    made = export_services.export_ask(
        key=uuid.uuid4(), of=Subject.of_plan(plan_of(scene)), wanted=wanted, by=scene.reviewer
    )
    return {"pk": made.pk}


def ended_export(scene: Scene) -> dict[str, Any]:
    made = export(scene)
    Export.objects.filter(pk=made["pk"]).update(
        state="expired", finished_at="2019-01-31T12:00:00+06:00", file_digest="a" * 64
    )
    return made


def finished_export(scene: Scene) -> dict[str, Any]:
    made = export(scene)
    make_export.call(str(made["pk"]))
    return made


ACCOUNTS = (
    Page("accounts:home", ok=ALL, redirects=True),
    Page("accounts:profile", ok=ALL),
    Page("accounts:session_list", ok=ALL),
    Page("accounts:session_end", ok="focal", args=session, post=True),
    Page("accounts:acting", ok="technical_support", args=acting),
    Page("accounts:acting_end", ok=ALL, post=True, redirects=True),
    Page("accounts:sessions_end_others", ok=ALL, post=True),
    Page("accounts:kept", ok=ALL, redirects=True),
    Page("accounts:kept_discard", ok=ALL, post=True),
    Page("accounts:seat_list", ok=ALL),
    Page("accounts:seat_switch", ok="focal", args=seat, post=True),
    Page("accounts:invitation_accept", ok=ALL, args=token, public=True, anonymous=True),
    Page("accounts:people", **ADMINISTRATORS),
    Page("accounts:person", **ADMINISTRATORS, args=person),
    Page("accounts:person_deactivate", **ADMINISTRATORS, args=person),
    Page(
        "accounts:person_reactivate",
        ok="administrator",
        no=_without("administrator focal"),
        args=inactive_person,
        out="focal",
    ),
    Page("accounts:person_second_factor_reset", **ADMINISTRATORS, args=person),
    Page("accounts:person_grant", **ADMINISTRATORS, args=person),
    Page("accounts:person_sessions_end", **ADMINISTRATORS, args=person, post=True),
    Page("accounts:person_session_end", **ADMINISTRATORS, args=persons_session, post=True),
    Page("accounts:invite", **ADMINISTRATORS),
    Page("accounts:invitation_list", **ADMINISTRATORS, args=nothing),
    Page(
        "accounts:invitation_withdraw",
        ok="administrator",
        no=_without("administrator contributor"),
        args=invitation,
        post=True,
        out="contributor",
    ),
    Page("accounts:seats", **ADMINISTRATORS),
    Page("accounts:seat_new", **ADMINISTRATORS),
    Page("accounts:seat", **ADMINISTRATORS, args=seat),
    Page(
        "accounts:seat_invite",
        ok="administrator focal",
        no=_without("administrator focal"),
        args=seat,
    ),
    Page("accounts:seat_hand_over", **ADMINISTRATORS, args=seat),
    Page("accounts:seat_vacate", **ADMINISTRATORS, args=seat),
    Page("accounts:seat_end", **ADMINISTRATORS, args=seat),
    Page("accounts:audit", **ADMINISTRATORS),
    Page("accounts:audit_csv", **ADMINISTRATORS, file=True),
    Page("accounts:audit_verify", **ADMINISTRATORS),
)
DOORS = (
    Page("account_login", ok=ALL, public=True, anonymous=True),
    Page("account_logout", ok=ALL, public=True),
    Page("account_inactive", ok=ALL, public=True, anonymous=True),
    Page("account_signup", ok=ALL, public=True, anonymous=True),
    Page("account_reauthenticate", ok=ALL),
    Page("account_change_password", ok=ALL),
    Page("account_reset_password", ok=ALL, public=True, anonymous=True),
    Page("account_reset_password_done", ok=ALL, public=True, anonymous=True),
    Page("account_reset_password_from_key", ok=ALL, args=reset_key, public=True, redirects=True),
    Page("account_reset_password_from_key_done", ok=ALL, public=True, anonymous=True),
    Page("mfa_index", ok=ALL),
    Page("mfa_authenticate", ok=ALL, public=True, redirects=True),
    Page("mfa_reauthenticate", ok=ALL, redirects=True),
    Page("mfa_activate_totp", ok=ALL, redirects=True),
    Page("mfa_deactivate_totp", ok="", no="", redirects=True),
    Page("mfa_view_recovery_codes", ok="", no="", redirects=True),
    Page("mfa_generate_recovery_codes", ok=ALL, redirects=True),
    Page("mfa_download_recovery_codes", ok="", no="", redirects=True),
)
BOARD: dict[str, Any] = {
    "ok": f"{DIVISION} administrator",
    "no": _without(f"{DIVISION} administrator"),
}
PLANS = (
    Page("reports:plans", ok=ALL, state="accepted"),
    Page(
        "reports:plan_start",
        ok="reviewer",
        no="technical_support approver",
        args=plan_round,
        state="accepted",
        post=True,
    ),
    Page("reports:plan", ok=DIVISION, args=plan, state="accepted"),
    Page(
        "reports:plan_refresh",
        ok="reviewer",
        no="technical_support approver",
        args=plan,
        state="accepted",
        post=True,
    ),
    Page("reports:chapter", ok=f"focal {DIVISION}", args=chapter, state="accepted"),
    Page("reports:item", ok=f"focal {DIVISION} coordinator", args=item, state="accepted"),
    Page("reports:rows", ok=f"focal stranger {DIVISION} coordinator", args=plan, state="accepted"),
    Page(
        "reports:item_edit",
        ok="focal reviewer",
        no="technical_support approver coordinator",
        args=item,
        state="accepted",
    ),
    Page(
        "reports:item_history",
        ok=f"focal {DIVISION}",
        no="coordinator",
        args=edited_item,
        state="accepted",
    ),
    *(
        Page(
            f"reports:{name}",
            ok="reviewer",
            no="focal technical_support approver coordinator",
            args=item,
            state="accepted",
        )
        for name in ("item_dispose", "item_priority")
    ),
    Page(
        "reports:item_follow",
        ok="focal reviewer",
        no="technical_support approver coordinator",
        args=item,
        state="accepted",
        post=True,
    ),
    Page(
        "reports:row_new",
        ok="focal",
        no=DIVISION,
        args=ministry_row,
        state="accepted",
    ),
    Page("reports:references", ok=SEATED, no="nobody", args=listed_reference),
    Page("reports:reference_add", ok="administrator", no=NOT_ADMINISTRATOR),
    Page(
        "reports:reference_edit",
        ok="administrator",
        no=NOT_ADMINISTRATOR,
        args=a_reference,
    ),
    Page(
        "reports:item_restore",
        ok="focal reviewer",
        no="technical_support approver coordinator",
        args=item_version,
        state="accepted",
        post=True,
    ),
    Page(
        "reports:profile",
        ok=f"focal {DIVISION}",
        no="coordinator",
        args=programme_of_plan,
        state="accepted",
    ),
    Page(
        "reports:profile_export",
        ok=f"focal {DIVISION}",
        no="coordinator",
        args=programme_of_plan,
        state="accepted",
        post=True,
    ),
    Page("reports:analysis", ok=DIVISION, args=plan, state="accepted"),
    Page("reports:ministry_analysis", ok=f"focal {DIVISION}", args=chapter, state="accepted"),
    Page(
        "reports:cluster_analysis",
        ok=f"coordinator {DIVISION}",
        args=cluster_of_plan,
        state="accepted",
    ),
    Page("reports:strategy", ok=DIVISION, args=plan, state="accepted"),
    Page(
        "reports:text_edit",
        ok="reviewer",
        no="technical_support approver",
        args=method_text,
        state="accepted",
    ),
    Page("reports:text_history", ok=DIVISION, args=written_text, state="accepted"),
    Page(
        "reports:text_version_restore",
        ok="reviewer",
        no="technical_support approver",
        args=text_version,
        state="accepted",
        post=True,
    ),
    Page(
        "reports:chapter_print", ok=f"focal {DIVISION}", args=chapter, state="accepted", queries=28
    ),
    Page(
        "reports:cluster_print",
        ok=f"{DIVISION} coordinator",
        args=cluster_chapter,
        state="accepted",
        queries=28,
        note="builds the whole document, as the worker does",
    ),
    Page(
        "reports:cluster",
        ok=f"{DIVISION} coordinator",
        args=cluster_chapter,
        state="accepted",
        queries=13,
    ),
    Page("reports:export_ask", ok=DIVISION, args=plan, state="accepted", post=True),
    # Everything of a seat on one page, read once after a hand-over.
    Page("reports:briefing", ok="focal", args=seat, queries=22),
    Page("reports:briefing", ok="focal", args=seat, state="returned", queries=22),
    Page("reports:briefing_read", ok="focal", args=seat, post=True),
    Page("reports:exports", ok=ALL, state="accepted"),
    Page("reports:export", ok="reviewer", args=export, state="accepted"),
    Page("reports:export", ok="reviewer", args=ended_export, state="accepted"),
    Page("reports:export_again", ok="reviewer", args=ended_export, state="accepted", post=True),
    Page("reports:export_cancel", ok="reviewer", args=export, state="accepted", post=True),
    Page(
        "reports:report_paper",
        ok="focal",
        no="contributor",
        args=report,
        state="cleared",
        queries=30,
        note="reads all that a packet would hold",
    ),
    Page(
        "reports:receipt_paper",
        ok=f"focal {DIVISION} coordinator",
        args=packet,
        state="submitted",
    ),
    Page(
        "reports:return_paper",
        ok=f"focal {DIVISION}",
        no="contributor coordinator",
        args=packet,
        state="returned",
    ),
    Page(
        "reports:packet",
        ok=f"focal {DIVISION}",
        no="contributor coordinator",
        args=packet,
        state="returned",
        queries=20,
        note="reads all that a packet holds",
    ),
    Page(
        "reports:packet",
        ok=f"focal {DIVISION}",
        no="coordinator observer",
        args=packet,
        state="accepted",
        queries=20,
    ),
    Page(
        "reports:letter_paper",
        ok=f"focal {DIVISION} administrator",
        no="nobody contributor stranger coordinator observer",
        args=letter,
    ),
    Page("reports:blank_paper", ok=SEATED, no="nobody", args=round_),
    Page("reports:reminder_paper", **BOARD, args=expectation, queries=14),
    Page("reports:board_now", **BOARD, redirects=True),
    Page("reports:board", **BOARD, args=round_, queries=12),
    Page("reports:board", **BOARD, args=round_, queries=12, state="returned"),
    Page("reports:stuck", **BOARD, args=stuck),
    Page("reports:stuck", **BOARD, args=stuck, state="recommended"),
    Page("reports:expected", **BOARD, args=round_),
    Page(
        "reports:weekly",
        **BOARD,
        args=week,
        queries=20,
        note="board, what is stuck and the log of a week ago in one document",
    ),
    Page("reports:ledger", **BOARD, args=lined),
    Page("reports:board_ministry", **BOARD, args=expectation),
    Page("reports:board_ministry", **BOARD, args=expectation, state="under_review"),
    Page("reports:export_file", ok="reviewer", args=finished_export, state="accepted", file=True),
)

PAGES: tuple[Page, ...] = (
    *LANGUAGE,
    *ACCOUNTS,
    *DOORS,
    *REGISTER,
    *FILLING,
    *REVIEWING,
    *MESSAGES,
    *LISTS,
    *ROUNDS,
    *PLANS,
)
