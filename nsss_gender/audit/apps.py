from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "nsss_gender.audit"
    label = "audit"
