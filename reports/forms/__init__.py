"""The forms of plans, rows and files."""

from reports.forms.exports import ExportForm, PaperForm

__all__ = ["ExportForm", "PaperForm"]
