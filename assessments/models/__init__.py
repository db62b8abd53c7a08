"""The models of the assessment process, one module per noun."""

from assessments.models.answer import Answer, AnswerVersion
from assessments.models.beside import BesideVersion, Citation, Commitment, OwnStrategy
from assessments.models.clearance import Clearance
from assessments.models.consultation import Consultation, ConsultationWaiver
from assessments.models.contribution import Contribution, ContributionLink, Presence
from assessments.models.drafted import CommentDraft
from assessments.models.evidence import ClearanceScan, Evidence, StrategyFile
from assessments.models.explanation import Explanation
from assessments.models.letter import (
    LETTERS,
    CallLetter,
    Letter,
    Letterhead,
    ReminderLetter,
    RoundLetter,
)
from assessments.models.listing import ListClaim, PartnerAnswer, PartnerStatement
from assessments.models.message import CalendarFeed, Mail
from assessments.models.packet import Packet, Score
from assessments.models.questionnaire import Question, Questionnaire, Section
from assessments.models.record import RECORDED, TOLD, PacketRecord, ReturnLetter
from assessments.models.review import Examined, Notice, ReviewComment, ReviewReply
from assessments.models.round import Extension, Holiday, Milestone, Round, RoundMinistry
from assessments.models.submission import (
    Assessment,
    HandOut,
    Submission,
)

__all__ = [
    "LETTERS",
    "RECORDED",
    "TOLD",
    "Answer",
    "AnswerVersion",
    "Assessment",
    "BesideVersion",
    "CalendarFeed",
    "CallLetter",
    "Citation",
    "Clearance",
    "ClearanceScan",
    "CommentDraft",
    "Commitment",
    "Consultation",
    "ConsultationWaiver",
    "Contribution",
    "ContributionLink",
    "Evidence",
    "Examined",
    "Explanation",
    "Extension",
    "HandOut",
    "Holiday",
    "Letter",
    "Letterhead",
    "ListClaim",
    "Mail",
    "Milestone",
    "Notice",
    "OwnStrategy",
    "Packet",
    "PacketRecord",
    "PartnerAnswer",
    "PartnerStatement",
    "Presence",
    "Question",
    "Questionnaire",
    "ReminderLetter",
    "ReturnLetter",
    "ReviewComment",
    "ReviewReply",
    "Round",
    "RoundLetter",
    "RoundMinistry",
    "Score",
    "Section",
    "StrategyFile",
    "Submission",
]
