"""Log lines without personal text: where it broke, never what somebody had typed."""

import logging
import traceback
from types import TracebackType


class QuietFormatter(logging.Formatter):
    """Time, level, logger, message; of an error its kind and its places, without its words.

    The words of a database error quote the row ("Key (email)=(…)"), so they stay out of the log.
    """

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s %(message)s")

    def formatException(  # noqa: N802 - the name is logging's
        self,
        ei: tuple[type[BaseException], BaseException, TracebackType | None]
        | tuple[None, None, None],
    ) -> str:
        kind, _error, trace = ei
        places = traceback.extract_tb(trace)
        lines = [f"  {place.filename}:{place.lineno} in {place.name}" for place in places]
        return "\n".join([*lines, kind.__name__ if kind else "no error"])
