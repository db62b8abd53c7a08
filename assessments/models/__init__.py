"""The models of the assessment process, one module per noun."""

from assessments.models.answer import Answer, AnswerVersion
from assessments.models.consultation import Consultation
from assessments.models.packet import Packet, Score
from assessments.models.questionnaire import Question, Questionnaire, Section
from assessments.models.review import Notice, ReviewComment, ReviewReply
from assessments.models.round import Round, RoundMinistry
from assessments.models.submission import (
    Assessment,
    Clearance,
    HandOut,
    OwnStrategy,
    Submission,
)

__all__ = [
    "Answer",
    "AnswerVersion",
    "Assessment",
    "Clearance",
    "Consultation",
    "HandOut",
    "Notice",
    "OwnStrategy",
    "Packet",
    "Question",
    "Questionnaire",
    "ReviewComment",
    "ReviewReply",
    "Round",
    "RoundMinistry",
    "Score",
    "Section",
    "Submission",
]
