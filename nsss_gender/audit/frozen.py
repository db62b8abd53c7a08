"""Rows that are written once: packets, versions, events (law 6; habit 6 of the house)."""

from typing import Any, TypeVar

from django.db import models

_M = TypeVar("_M", bound=models.Model)


class FrozenError(Exception):
    """Raised when something append-only would be changed or removed."""


class FrozenQuerySet(models.QuerySet[_M]):
    """A QuerySet that refuses to change or remove rows in bulk."""

    def update(self, **kwargs: Any) -> int:
        raise FrozenError(f"{self.model.__name__} rows never change.")

    def bulk_update(self, *args: Any, **kwargs: Any) -> int:
        raise FrozenError(f"{self.model.__name__} rows never change.")

    def delete(self) -> tuple[int, dict[str, int]]:
        raise FrozenError(f"{self.model.__name__} rows are never removed.")


class FrozenModel(models.Model):
    """A row that is written once: ``save`` on an existing row and ``delete`` raise FrozenError."""

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise FrozenError(f"{type(self).__name__} rows never change.")
        kwargs["force_insert"] = True
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        raise FrozenError(f"{type(self).__name__} rows are never removed.")
