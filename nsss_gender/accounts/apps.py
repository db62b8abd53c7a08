from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "nsss_gender.accounts"
    label = "accounts"
