"""``make bench``: what each page costs as a multiple of a bare Django view on this very machine; see README.md.

Wants DATABASE_URL of an empty PostgreSQL (deploy/with_pg.sh gives one); ONLY=crowd goes with SQLite, too.
It measures and never judges: exit code 0.
"""

import os
import secrets
import sys
import tempfile
from importlib import import_module
from pathlib import Path

HERE = Path(__file__).resolve().parent


def variables(folder: Path) -> dict[str, str]:
    """The environment of production behind a proxy, with files in ``folder``."""
    media, static = folder / "media", folder / "static"
    media.mkdir()
    return {
        "NSSS_ENV": "production",
        "NSSS_ALLOW_SQLITE": "1",
        "NSSS_SECRET_KEY": secrets.token_urlsafe(60),
        "NSSS_SITE": "https://127.0.0.1",
        "NSSS_ALLOWED_HOSTS": "127.0.0.1",
        "NSSS_BEHIND_PROXY": "1",
        "NSSS_MEDIA": str(media),
        "NSSS_STATIC_ROOT": str(static),
        "NSSS_FROM_EMAIL": "bench@localhost",
        "EMAIL_URL": "dummymail://",
        "PYTHONPATH": f"{HERE.parent}:{HERE}",
    }


def main(folder: Path) -> None:
    """Set the environment, which the settings read once, before anything of ours is imported."""
    own = variables(folder)
    for name in [name for name in os.environ if name.startswith("NSSS_")]:
        del os.environ[name]
    os.environ.update(own | {"NSSS_DOTENV": "", "DJANGO_SETTINGS_MODULE": "nsss_gender.settings"})
    sys.path.insert(0, str(HERE.parent))
    import_module("django").setup()
    import_module("measuring").main(folder, own)


if __name__ == "__main__":
    with tempfile.TemporaryDirectory(prefix="bench") as made:
        main(Path(made))
