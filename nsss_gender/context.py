"""What every template may know about the place it runs in."""

from django.conf import settings
from django.http import HttpRequest


def house(request: HttpRequest) -> dict[str, object]:
    """Out: whether this is the demonstration (base.html shows a banner then)."""
    return {"demo": settings.NSSS_DEMO}
