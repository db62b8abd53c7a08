"""What the packets say of each programme of a draft, as rows that the database can count (capability 47).

Written by the refresh beside the entry, from its packet alone; read by roll-ups, heat map and charts.
"""

from django.db import models

from assessments.enums import Feasibility, Judgement
from assessments.models import AnswerVersion
from reports.enums import Axis, RowKind
from reports.models.plan import PlanEntry


class EntryAnswer(models.Model):
    """The answer to one judged question that counts: judgement, feasibility, and what it could gain.

    ``gain`` is what *now* or *with modification* brings, ``long_gain`` what *later* brings beside;
    ``steps`` is the number of gaps, this one included, that reach the next level together where it is
    among the fewest changes; 0 where it is not. A judged question without an answer has a row with an
    empty judgement, so that every programme has all of them.
    """

    entry = models.ForeignKey(PlanEntry, on_delete=models.PROTECT, related_name="answers")
    question_code = models.CharField(max_length=20)
    position = models.PositiveSmallIntegerField(help_text="place of the question")
    judgement = models.CharField(max_length=10, choices=Judgement.choices, blank=True)
    feasibility = models.CharField(max_length=20, choices=Feasibility.choices, blank=True)
    kind = models.CharField(max_length=30, choices=RowKind.choices, blank=True)
    gain = models.DecimalField(max_digits=3, decimal_places=1, default=0)
    long_gain = models.DecimalField(max_digits=3, decimal_places=1, default=0)
    steps = models.PositiveSmallIntegerField(default=0)
    version = models.ForeignKey(
        AnswerVersion, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["entry", "position"]
        constraints = [
            models.UniqueConstraint(fields=["entry", "question_code"], name="entry_answer_once")
        ]

    def __str__(self) -> str:
        return f"{self.entry}: {self.question_code}"


class EntryFacet(models.Model):
    """By what a programme can be counted: its cluster, stages, groups, approach and functions, by code.

    ``first`` marks one code of each axis, so that one GROUP BY gives the lines and a total in which
    every programme counts once.
    """

    entry = models.ForeignKey(PlanEntry, on_delete=models.PROTECT, related_name="facets")
    axis = models.CharField(max_length=10, choices=Axis.choices)
    code = models.CharField(max_length=40)
    first = models.BooleanField(default=False)

    class Meta:
        ordering = ["entry", "axis", "code"]
        constraints = [
            models.UniqueConstraint(fields=["entry", "axis", "code"], name="entry_facet_once")
        ]
        indexes = [models.Index(fields=["axis", "code"], name="entry_facet_code")]

    def __str__(self) -> str:
        return f"{self.entry}: {self.axis} {self.code}"
