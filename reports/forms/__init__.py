"""The forms of plans, rows and files."""

from reports.forms.exports import ExportForm, PaperForm
from reports.forms.rows import RowFilterForm, RowForm

__all__ = ["ExportForm", "PaperForm", "RowFilterForm", "RowForm"]
