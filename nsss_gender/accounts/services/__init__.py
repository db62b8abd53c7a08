"""Everything that changes people and seats. Each call records who, when and why (law 3)."""

from nsss_gender.accounts.services.acting import acting_end, acting_memo, acting_start
from nsss_gender.accounts.services.invitations import (
    invitation_accept,
    invitation_create,
    invitation_link,
    invitation_open,
    invitation_withdraw,
)
from nsss_gender.accounts.services.seats import (
    SEAT,
    seat_briefing_read,
    seat_end,
    seat_grant,
    seat_hand_over,
    seat_open,
    seat_switch,
    seat_update,
    seat_vacate,
)
from nsss_gender.accounts.services.sessions import user_session_end, user_sessions_end
from nsss_gender.accounts.services.users import (
    administrator_create,
    password_set,
    second_factor_reset,
    user_create,
    user_deactivate,
    user_event,
    user_reactivate,
    user_update,
)

__all__ = [
    "SEAT",
    "acting_end",
    "acting_memo",
    "acting_start",
    "administrator_create",
    "invitation_accept",
    "invitation_create",
    "invitation_link",
    "invitation_open",
    "invitation_withdraw",
    "password_set",
    "seat_briefing_read",
    "seat_end",
    "seat_grant",
    "seat_hand_over",
    "seat_open",
    "seat_switch",
    "seat_update",
    "seat_vacate",
    "second_factor_reset",
    "user_create",
    "user_deactivate",
    "user_event",
    "user_reactivate",
    "user_session_end",
    "user_sessions_end",
    "user_update",
]
