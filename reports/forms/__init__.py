"""The forms of plans, rows and files."""

from reports.forms.decisions import DispositionForm, PriorityForm
from reports.forms.exports import AgainForm, ExportForm, PaperForm
from reports.forms.rows import RowFilterForm, RowForm

__all__ = [
    "AgainForm",
    "DispositionForm",
    "ExportForm",
    "PaperForm",
    "PriorityForm",
    "RowFilterForm",
    "RowForm",
]
