"""Addresses of the language room."""

from django.urls import path

from nsss_gender.language import views

app_name = "language"
urlpatterns = [
    path("language/", views.switch, name="switch"),
    path("components/", views.components, name="components"),
]
