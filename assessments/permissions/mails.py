"""Who sees what could not be sent by mail, who sees an address, and who tries again (36)."""

from django.utils.translation import gettext as _

from assessments.enums import MailState
from assessments.models import Mail
from assessments.permissions.rounds import can_read_ledger, can_write_letter
from nsss_gender.accounts.enums import Permission
from nsss_gender.accounts.models import User
from nsss_gender.accounts.permissions import Verdict, can, no


def can_read_mails(user: User) -> Verdict:
    """The Cabinet Division, which rings people, and administrators, who mend addresses."""
    return can_read_ledger(user)


def can_read_addresses(user: User) -> Verdict:
    """Only who keeps the list of people sees an address."""
    return can(user, Permission.MANAGE_PEOPLE)


def can_send_again(user: User, mail: Mail) -> Verdict:
    """A mail that failed is tried again by who writes letters; one that waits is left to wait."""
    verdict = can_write_letter(user)
    if verdict and mail.state == MailState.SENT:
        return no(_("This mail was sent."), verdict.seat)
    if verdict and not mail.address:
        return no(_("Nobody knows an address for it: enter one in the seat."), verdict.seat)
    return verdict
