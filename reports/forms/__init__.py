"""The forms of plans, rows and files."""

from reports.forms.decisions import DispositionForm, PriorityForm
from reports.forms.exports import AgainForm, ExportForm, FiguresForm, PaperForm, SentForm
from reports.forms.rows import NewRowForm, RowFilterForm, RowForm

__all__ = [
    "AgainForm",
    "DispositionForm",
    "ExportForm",
    "FiguresForm",
    "NewRowForm",
    "PaperForm",
    "PriorityForm",
    "RowFilterForm",
    "RowForm",
    "SentForm",
]
