"""Addresses of the assessment process: the ministry's side, then the Cabinet Division's."""

from django.urls import path

from assessments.views import (
    beside,
    decide,
    fill,
    hand_out,
    listing,
    our_report,
    review,
    rounds,
    submit,
)

app_name = "assessments"

urlpatterns = [
    # The ministry
    path("report/", our_report.current, name="our_report"),
    path("reports/<uuid:pk>/", our_report.detail, name="report"),
    path("reports/<uuid:pk>/programmes/", listing.programmes, name="programmes"),
    path("reports/<uuid:pk>/confirm-list/", listing.list_confirm, name="list_confirm"),
    path("assessments/<uuid:pk>/claim/", listing.claim, name="claim_make"),
    path("claims/<uuid:pk>/withdraw/", listing.withdraw, name="claim_withdraw"),
    path("assessments/<uuid:pk>/", fill.overview, name="assessment"),
    path("assessments/<uuid:pk>/sections/<slug:section>/", fill.section, name="section"),
    path("assessments/<uuid:pk>/not-assessed/", fill.not_assessed, name="not_assessed"),
    path("assessments/<uuid:pk>/score/", fill.score, name="score"),
    path("answers/<uuid:pk>/history/", fill.history, name="answer_history"),
    path("answer-versions/<uuid:pk>/restore/", fill.restore, name="answer_restore"),
    path("handed-to-me/", hand_out.mine, name="handed_to_me"),
    path("assessments/<uuid:pk>/hand-out/", hand_out.create, name="hand_out"),
    path("hand-outs/<uuid:pk>/end/", hand_out.end, name="hand_out_end"),
    path("reports/<uuid:pk>/strategy/", beside.strategy, name="strategy"),
    path("reports/<uuid:pk>/consultations/", beside.consultations, name="consultations"),
    path(
        "consultations/<uuid:pk>/withdraw/",
        beside.consultation_withdraw,
        name="consultation_withdraw",
    ),
    path("reports/<uuid:pk>/points/", beside.points, name="points"),
    path("comments/<uuid:pk>/reply/", beside.reply, name="reply"),
    path("reports/<uuid:pk>/check/", submit.check, name="check"),
    path("reports/<uuid:pk>/clear/", submit.clear, name="clear"),
    path("reports/<uuid:pk>/submit/", submit.submit, name="submit"),
    path("reports/<uuid:pk>/recall/", submit.recall, name="recall"),
    path("packets/<uuid:pk>/receipt/", submit.receipt, name="receipt"),
    # The Cabinet Division
    path("review/", review.queue, name="queue"),
    path("review/<uuid:pk>/", review.read, name="read"),
    path("review/<uuid:pk>/claim/", review.claim, name="claim"),
    path("review/<uuid:pk>/hand-over/", review.hand_over, name="review_hand_over"),
    path("review/<uuid:pk>/return/", review.send_return, name="return"),
    path("review/<uuid:pk>/undo-return/", review.undo_return, name="undo_return"),
    path("review/<uuid:pk>/recommend/", review.recommend, name="recommend"),
    path("review/programmes/<uuid:pk>/", review.assessment, name="read_assessment"),
    path("review/programmes/<uuid:pk>/comment/", review.comment, name="comment_add"),
    path("review/programmes/<uuid:pk>/settle/", review.settle, name="settle"),
    path("comments/<uuid:pk>/withdraw/", review.comment_withdraw, name="comment_withdraw"),
    path("comments/<uuid:pk>/resolve/", review.comment_resolve, name="comment_resolve"),
    path("decisions/", decide.decisions, name="decisions"),
    path("decisions/<uuid:pk>/", decide.decision, name="decision"),
    path("decisions/<uuid:pk>/accept/", decide.accept, name="accept"),
    path("decisions/<uuid:pk>/send-back/", decide.send_back, name="send_back"),
    path("decisions/<uuid:pk>/undo-accept/", decide.undo_accept, name="undo_accept"),
    path("accepted/", decide.accepted, name="accepted"),
    path("rounds/", rounds.rounds, name="rounds"),
    path("rounds/new/", rounds.create, name="round_create"),
    path("rounds/<uuid:pk>/", rounds.detail, name="round"),
    path("rounds/<uuid:pk>/expect/<uuid:ministry>/", rounds.expect, name="round_expect"),
    path("rounds/<uuid:pk>/open/", rounds.open_round, name="round_open"),
]
