"""People, ministries and the seats in which people sit (product.md sections 1 and 3)."""

from nsss_gender.accounts.models.ministries import (
    Ministry,
    MinistryName,
    MinistrySuccession,
    localized,
)
from nsss_gender.accounts.models.people import (
    ADMINISTERED,
    DEMO_DOMAIN,
    Acting,
    Invitation,
    Seat,
    SeatHolding,
    SeatHoldingQuerySet,
    SeatQuerySet,
    User,
)

__all__ = [
    "ADMINISTERED",
    "DEMO_DOMAIN",
    "Acting",
    "Invitation",
    "Ministry",
    "MinistryName",
    "MinistrySuccession",
    "Seat",
    "SeatHolding",
    "SeatHoldingQuerySet",
    "SeatQuerySet",
    "User",
    "localized",
]
