"""The pages about people: each loads, binds a form, calls one service and goes on."""

from nsss_gender.accounts.views.kept import csrf_failure

__all__ = ["csrf_failure"]
