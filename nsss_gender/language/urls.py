"""Addresses of the language room."""

from django.urls import path

from nsss_gender.language import views

app_name = "language"
urlpatterns = [
    path("language/", views.switch, name="switch"),
    path("bijoy/", views.bijoy, name="bijoy"),
    path("components/", views.components, name="components"),
]
