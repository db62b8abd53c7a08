"""The map of addresses: each app brings its own; this file only says where they hang."""

from allauth.account.decorators import secure_admin_login
from django.contrib import admin
from django.urls import include, path

from nsss_gender.health import health

# The administration signs in through the same door as everybody, with its limits and second factor.
admin.autodiscover()
admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]

urlpatterns = [
    path("health/", health, name="health"),
    path("", include("nsss_gender.language.urls")),
    path("", include("nsss_gender.accounts.urls")),
    path("administration/", admin.site.urls),
    path("accounts/", include("nsss_gender.accounts.urls.doors")),
    path("programmes/", include("programmes.urls")),
    path("", include("assessments.urls")),
    path("", include("reports.urls")),
]
