"""Addresses of the register."""

from django.urls import path

from programmes import views
from programmes.views import acts, figures, jobs, keeping, ministries, terms

app_name = "programmes"
urlpatterns = [
    path("", views.programme_list, name="list"),
    path("files/", jobs.job_list, name="jobs"),
    path("files/import/", jobs.import_new, name="import_new"),
    path("files/export/", jobs.export_new, name="export_new"),
    path("files/<uuid:pk>/", jobs.job, name="job"),
    path("files/<uuid:pk>/words/", jobs.job_map, name="job_map"),
    path("files/<uuid:pk>/write/", jobs.job_write, name="job_write"),
    path("files/<uuid:pk>/stop/", jobs.job_stop, name="job_stop"),
    path("files/<uuid:pk>/file/", jobs.job_file, name="job_file"),
    path("add/", keeping.programme_add, name="add"),
    path("<uuid:programme_id>/", views.programme_detail, name="detail"),
    path("<uuid:programme_id>/history/", keeping.programme_history, name="history"),
    path("<uuid:programme_id>/edit/", keeping.programme_edit, name="edit"),
    path("<uuid:programme_id>/rename/", acts.programme_rename, name="rename"),
    path("<uuid:programme_id>/move/", acts.programme_move, name="move"),
    path("<uuid:programme_id>/partners/add/", acts.partner_add, name="partner_add"),
    path("<uuid:programme_id>/partners/<uuid:ministry>/end/", acts.partner_end, name="partner_end"),
    path("<uuid:programme_id>/merge/", acts.programme_merge, name="merge"),
    path("<uuid:programme_id>/split/", acts.programme_split, name="split"),
    path("<uuid:programme_id>/close/", acts.programme_close, name="close"),
    path("<uuid:programme_id>/reopen/", acts.programme_reopen, name="reopen"),
    path("<uuid:programme_id>/confirm/", acts.programme_confirm, name="confirm"),
    path("<uuid:programme_id>/people/add/", figures.coverage_add, name="coverage_add"),
    path("<uuid:programme_id>/budget/add/", figures.budget_add, name="budget_add"),
    path("people/<uuid:pk>/", figures.coverage_edit, name="coverage_edit"),
    path("people/<uuid:pk>/withdraw/", figures.coverage_withdraw, name="coverage_withdraw"),
    path("budget/<uuid:pk>/", figures.budget_edit, name="budget_edit"),
    path("budget/<uuid:pk>/withdraw/", figures.budget_withdraw, name="budget_withdraw"),
    path("lists/<slug:kind>/", terms.word_list, name="words"),
    path("lists/<slug:kind>/add/", terms.word_add, name="word_add"),
    path("lists/<slug:kind>/<int:pk>/", terms.word_edit, name="word_edit"),
    path("lists/agencies/<uuid:pk>/", terms.agency_edit, name="agency_edit"),
    path("ministries/", ministries.ministry_list, name="ministries"),
    path("ministries/add/", ministries.ministry_add, name="ministry_add"),
    path("ministries/<uuid:pk>/", ministries.ministry_detail, name="ministry"),
    path("ministries/<uuid:pk>/edit/", ministries.ministry_edit, name="ministry_edit"),
    path("ministries/<uuid:pk>/rename/", ministries.ministry_rename, name="ministry_rename"),
    path("ministries/<uuid:pk>/close/", ministries.ministry_close, name="ministry_close"),
    path("ministries/<uuid:pk>/reopen/", ministries.ministry_reopen, name="ministry_reopen"),
]
