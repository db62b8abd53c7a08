"""Addresses of the register."""

from django.urls import path

from programmes import views
from programmes.views import jobs

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
    path("<uuid:programme_id>/", views.programme_detail, name="detail"),
]
