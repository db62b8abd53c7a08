"""Numbers, dates and text in two languages: the lowest floor, which every other part may use."""

from django.apps import AppConfig


class LanguageConfig(AppConfig):
    """The language room; it has no tables."""

    name = "nsss_gender.language"
    label = "language"
