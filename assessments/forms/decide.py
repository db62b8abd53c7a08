"""What an approver writes: the reason of a sending back, or of an undone acceptance."""

from django.utils.translation import gettext_lazy as _

from assessments.forms.review import ReasonForm, Words


class SendBackForm(ReasonForm):
    """What the reviewer should do before the report comes again."""

    reason = Words(
        label=_("Reason"), help_text=_("The reviewer reads it and takes the report up again.")
    )


class UndoAcceptForm(ReasonForm):
    """Why the acceptance should not stand."""

    reason = Words(
        label=_("Reason"), help_text=_("The ministry and the reviewer are told, with this reason.")
    )
