"""Everything that writes the register. Each call records who, when and why (law 3)."""

from programmes.services.dating import partner_add, partner_end, programme_move, programme_rename
from programmes.services.endings import (
    PartOf,
    programme_end,
    programme_merge,
    programme_reopen,
    programme_split,
)
from programmes.services.keys import search_key, search_keys_settle
from programmes.services.proposals import programme_confirm, programme_propose

__all__ = [
    "PartOf",
    "partner_add",
    "partner_end",
    "programme_confirm",
    "programme_end",
    "programme_merge",
    "programme_move",
    "programme_propose",
    "programme_rename",
    "programme_reopen",
    "programme_split",
    "search_key",
    "search_keys_settle",
]
