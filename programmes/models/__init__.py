"""The register, one module per noun."""

from programmes.models.figures import Budget, Coverage
from programmes.models.job import RegisterJob, RegisterJobRow
from programmes.models.programme import (
    Programme,
    ProgrammeFunction,
    ProgrammeMinistry,
    ProgrammeName,
    Succession,
    ValidityRow,
)
from programmes.models.terms import (
    Agency,
    Cluster,
    ClusterMembership,
    LifecycleStage,
    TargetGroup,
    Term,
)

__all__ = [
    "Agency",
    "Budget",
    "Cluster",
    "ClusterMembership",
    "Coverage",
    "LifecycleStage",
    "Programme",
    "ProgrammeFunction",
    "ProgrammeMinistry",
    "ProgrammeName",
    "RegisterJob",
    "RegisterJobRow",
    "Succession",
    "TargetGroup",
    "Term",
    "ValidityRow",
]
