"""The pages of plans, rows and files, by the names that the addresses use."""

from reports.views.analysis import (
    analysis,
    cluster_analysis,
    ministry_analysis,
    profile,
    profile_export,
)
from reports.views.board import board, board_now
from reports.views.briefing import briefing, briefing_read
from reports.views.chapters import chapter, chapter_print, cluster, cluster_print
from reports.views.exports import (
    export,
    export_again,
    export_ask,
    export_cancel,
    export_file,
    exports,
)
from reports.views.institutional import row_new
from reports.views.papers import (
    blank_paper,
    letter_paper,
    packet,
    receipt_paper,
    reminder_paper,
    report_paper,
    return_paper,
)
from reports.views.plans import plan, plan_refresh, plan_start, plans
from reports.views.references import reference_add, reference_edit, references
from reports.views.row_decide import item_dispose, item_follow, item_priority
from reports.views.row_edit import item_edit, item_history, item_restore
from reports.views.rows import item, rows
from reports.views.supervising import expected, ministry, stuck
from reports.views.texts import strategy, text_edit, text_history, text_version_restore
from reports.views.weeks import ledger, weekly

__all__ = [
    "analysis",
    "blank_paper",
    "board",
    "board_now",
    "briefing",
    "briefing_read",
    "chapter",
    "chapter_print",
    "cluster",
    "cluster_analysis",
    "cluster_print",
    "expected",
    "export",
    "export_again",
    "export_ask",
    "export_cancel",
    "export_file",
    "exports",
    "item",
    "item_dispose",
    "item_edit",
    "item_follow",
    "item_history",
    "item_priority",
    "item_restore",
    "ledger",
    "letter_paper",
    "ministry",
    "ministry_analysis",
    "packet",
    "plan",
    "plan_refresh",
    "plan_start",
    "plans",
    "profile",
    "profile_export",
    "receipt_paper",
    "reference_add",
    "reference_edit",
    "references",
    "reminder_paper",
    "report_paper",
    "return_paper",
    "row_new",
    "rows",
    "strategy",
    "stuck",
    "text_edit",
    "text_history",
    "text_version_restore",
    "weekly",
]
