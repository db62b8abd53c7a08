"""Permissions of the assessment process: every guard, button and message asks here."""

from assessments.permissions.blocks import Block, submission_blocks
from assessments.permissions.evidence import (
    can_judge_evidence,
    can_read_evidence,
    can_read_strategy_file,
    can_withdraw_evidence,
)
from assessments.permissions.listing import can_claim, can_list, can_read_shared, can_state
from assessments.permissions.moving import can_move, clearing_arrow, reviewed_by
from assessments.permissions.reading import (
    can_decide,
    can_read_accepted,
    can_read_comments,
    can_read_level,
    can_read_packet,
    can_read_return,
)
from assessments.permissions.reviewing import (
    can_comment,
    can_read_submitted,
    can_reopen,
    can_reply,
    can_review,
    can_settle,
    latest_packet,
)
from assessments.permissions.rounds import (
    can_ask_extension,
    can_decide_extension,
    can_edit_round,
    can_expect,
    can_extend,
    can_extend_round,
    can_read_ledger,
    can_read_letter,
    can_read_own_lines,
    can_write_letter,
)
from assessments.permissions.scans import can_attach_scan, can_fetch_scan
from assessments.permissions.supplements import can_supplement
from assessments.permissions.writing import (
    can_cite,
    can_edit,
    can_fill,
    can_hand_out,
    can_read_draft,
    can_read_grid,
    can_read_report,
    closed_cells,
    closed_questions,
)

__all__ = [
    "Block",
    "can_ask_extension",
    "can_attach_scan",
    "can_cite",
    "can_claim",
    "can_comment",
    "can_decide",
    "can_decide_extension",
    "can_edit",
    "can_edit_round",
    "can_expect",
    "can_extend",
    "can_extend_round",
    "can_fetch_scan",
    "can_fill",
    "can_hand_out",
    "can_judge_evidence",
    "can_list",
    "can_move",
    "can_read_accepted",
    "can_read_comments",
    "can_read_draft",
    "can_read_evidence",
    "can_read_grid",
    "can_read_ledger",
    "can_read_letter",
    "can_read_level",
    "can_read_own_lines",
    "can_read_packet",
    "can_read_report",
    "can_read_return",
    "can_read_shared",
    "can_read_strategy_file",
    "can_read_submitted",
    "can_reopen",
    "can_reply",
    "can_review",
    "can_settle",
    "can_state",
    "can_supplement",
    "can_withdraw_evidence",
    "can_write_letter",
    "clearing_arrow",
    "closed_cells",
    "closed_questions",
    "latest_packet",
    "reviewed_by",
    "submission_blocks",
]
