"""The floor: two bare Django views, one SELECT and one INSERT, served by the same gunicorn on the same database."""

import os

import environ
from django.conf import settings

DATABASE = environ.Env().db_url_config(os.environ["DATABASE_URL"])
# The connection is kept and looked at before each request, as in production.
settings.configure(
    ALLOWED_HOSTS=["127.0.0.1"],
    DATABASES={"default": DATABASE | {"CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True}},
    DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
    MIDDLEWARE=[],
    ROOT_URLCONF=__name__,
    SECRET_KEY="a floor keeps no secret",  # noqa: S106
)

import django  # noqa: E402

django.setup()

from django.core.wsgi import get_wsgi_application  # noqa: E402
from django.db import models  # noqa: E402
from django.http import HttpRequest, HttpResponse  # noqa: E402
from django.urls import path  # noqa: E402


class Row(models.Model):
    """A row of the table that bench/run.py makes."""

    text = models.TextField()

    objects: models.Manager["Row"] = models.Manager()  # named for the type checker

    class Meta:
        app_label = "floor"
        db_table = "bench_floor"
        managed = False

    def __str__(self) -> str:
        return self.text


def health(request: HttpRequest) -> HttpResponse:
    return HttpResponse()


def select(request: HttpRequest) -> HttpResponse:
    return HttpResponse(Row.objects.get(pk=1).text)


def insert(request: HttpRequest) -> HttpResponse:
    Row.objects.create(text=request.POST["text"])
    return HttpResponse(status=204)


urlpatterns = [path("health/", health), path("select/", select), path("insert/", insert)]
application = get_wsgi_application()
