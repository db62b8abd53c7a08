"""The forms of plans, rows and files."""

from reports.forms.exports import AgainForm, ExportForm, PaperForm
from reports.forms.rows import RowFilterForm, RowForm

__all__ = ["AgainForm", "ExportForm", "PaperForm", "RowFilterForm", "RowForm"]
