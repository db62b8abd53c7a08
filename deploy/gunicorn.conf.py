"""gunicorn: two processes of four threads; the rest of the machine belongs to the worker and the database."""

import gc
import os
from pathlib import Path
from typing import Any

bind = os.environ.get("BIND", "127.0.0.1:8000")
workers = int(os.environ.get("WEB_WORKERS", "2"))
worker_class = "gthread"
threads = 4
timeout = 60
graceful_timeout = 30
keepalive = 5
# Heartbeats in memory: a slow disk must not look like a dead worker.
worker_tmp_dir = "/dev/shm" if Path("/dev/shm").is_dir() else None  # noqa: S108
control_socket_disable = True  # signals suffice, and it would write into a home folder
# No access log: addresses are personal. The proxy keeps one if the office wants it.
accesslog = None
# What a proxy says is judged in the settings (NSSS_BEHIND_PROXY), nowhere else.
forwarded_allow_ips = ""


def post_worker_init(worker: Any) -> None:
    """After loading: a full collection later would pause 100 ms over objects that never die."""
    gc.collect()
    gc.freeze()
