"""The pages of the register, by the names that the addresses use."""

from programmes.views.register import programme_detail, programme_list

__all__ = ["programme_detail", "programme_list"]
