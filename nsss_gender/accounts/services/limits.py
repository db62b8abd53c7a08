"""How often something open to everybody may be asked for, counted in the shared cache (reliability 55)."""

import hashlib
import time

from django.core.cache import cache


def within_limit(what: str, who: str, *, most: int, seconds: int = 60) -> bool:
    """Count one more asking of ``what`` by ``who``; False where there were more than ``most`` of them
    in this span of ``seconds``. A whole office shares an address: be generous."""
    span = int(time.time()) // seconds
    key = hashlib.sha256(f"{what}:{who}:{span}".encode()).hexdigest()
    cache.add(key, 0, timeout=seconds)
    try:
        return int(cache.incr(key)) <= most
    except ValueError:  # it was let go between the two calls
        return True
