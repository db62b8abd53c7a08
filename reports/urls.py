"""Addresses of plans, rows and exports."""

from django.urls import path

from reports import views

app_name = "reports"

urlpatterns = [
    path("plans/", views.plans, name="plans"),
    path("plans/rounds/<uuid:round_id>/start/", views.plan_start, name="plan_start"),
    path("plans/<uuid:pk>/", views.plan, name="plan"),
    path("plans/<uuid:pk>/refresh/", views.plan_refresh, name="plan_refresh"),
    path("plans/<uuid:pk>/ministries/<uuid:ministry>/", views.chapter, name="chapter"),
    path("plans/<uuid:pk>/rows/", views.rows, name="rows"),
    path("plans/<uuid:pk>/clusters/<slug:code>/", views.cluster, name="cluster"),
    path(
        "plans/<uuid:pk>/ministries/<uuid:ministry>/print/",
        views.chapter_print,
        name="chapter_print",
    ),
    path("plans/<uuid:pk>/clusters/<slug:code>/print/", views.cluster_print, name="cluster_print"),
    path("plans/<uuid:pk>/strategy/", views.strategy, name="strategy"),
    path("plans/<uuid:pk>/strategy/<slug:part>/edit/", views.text_edit, name="text_edit"),
    path("plans/<uuid:pk>/strategy/<slug:part>/history/", views.text_history, name="text_history"),
    path("plans/texts/<uuid:pk>/restore/", views.text_version_restore, name="text_version_restore"),
    path("plans/<uuid:pk>/analysis/", views.analysis, name="analysis"),
    path("plans/<uuid:pk>/programmes/<uuid:assessment>/", views.profile, name="profile"),
    path(
        "plans/<uuid:pk>/programmes/<uuid:assessment>/export/",
        views.profile_export,
        name="profile_export",
    ),
    path(
        "plans/<uuid:pk>/ministries/<uuid:ministry>/analysis/",
        views.ministry_analysis,
        name="ministry_analysis",
    ),
    path(
        "plans/<uuid:pk>/clusters/<slug:cluster>/analysis/",
        views.cluster_analysis,
        name="cluster_analysis",
    ),
    path("plans/<uuid:pk>/rows/new/<str:origin>/<str:code>/", views.row_new, name="row_new"),
    path("references/", views.references, name="references"),
    path("references/add/", views.reference_add, name="reference_add"),
    path("references/<int:pk>/", views.reference_edit, name="reference_edit"),
    path("rows/<uuid:pk>/", views.item, name="item"),
    path("rows/<uuid:pk>/edit/", views.item_edit, name="item_edit"),
    path("rows/<uuid:pk>/history/", views.item_history, name="item_history"),
    path("rows/<uuid:pk>/decide/", views.item_dispose, name="item_dispose"),
    path("rows/<uuid:pk>/priority/", views.item_priority, name="item_priority"),
    path("rows/<uuid:pk>/source/", views.item_follow, name="item_follow"),
    path("rows/versions/<uuid:pk>/restore/", views.item_restore, name="item_restore"),
    path("plans/<uuid:pk>/exports/", views.export_ask, name="export_ask"),
    path("papers/reports/<uuid:pk>/", views.report_paper, name="report_paper"),
    path("papers/packets/<uuid:pk>/", views.receipt_paper, name="receipt_paper"),
    path("papers/packets/<uuid:pk>/return-letter/", views.return_paper, name="return_paper"),
    path("packets/<uuid:pk>/", views.packet, name="packet"),
    path("papers/rounds/<uuid:pk>/", views.blank_paper, name="blank_paper"),
    path(
        "papers/rounds/<uuid:pk>/letter/<uuid:ministry>/", views.letter_paper, name="letter_paper"
    ),
    path(
        "papers/rounds/<uuid:pk>/reminder/<uuid:ministry>/",
        views.reminder_paper,
        name="reminder_paper",
    ),
    path("board/", views.board_now, name="board_now"),
    path("board/<uuid:pk>/", views.board, name="board"),
    path("board/<uuid:pk>/stuck/", views.stuck, name="stuck"),
    path("board/<uuid:pk>/weekly/", views.weekly, name="weekly"),
    path("board/<uuid:pk>/ledger/", views.ledger, name="ledger"),
    path("board/<uuid:pk>/expected/", views.expected, name="expected"),
    path("board/<uuid:pk>/ministries/<uuid:ministry>/", views.ministry, name="board_ministry"),
    path("briefing/<uuid:pk>/", views.briefing, name="briefing"),
    path("briefing/<uuid:pk>/read/", views.briefing_read, name="briefing_read"),
    path("exports/", views.exports, name="exports"),
    path("exports/<uuid:pk>/", views.export, name="export"),
    path("exports/<uuid:pk>/again/", views.export_again, name="export_again"),
    path("exports/<uuid:pk>/cancel/", views.export_cancel, name="export_cancel"),
    path("exports/<uuid:pk>/file/", views.export_file, name="export_file"),
]
