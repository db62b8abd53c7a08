"""The container's health check: asks the web process beside it, under the name it answers to."""

import os
import sys
from http.client import HTTPConnection

host = os.environ["NSSS_ALLOWED_HOSTS"].split(",")[0].strip()
connection = HTTPConnection("127.0.0.1", 8000, timeout=5)
connection.request("GET", "/health/", headers={"Host": host})
sys.exit(connection.getresponse().status != 200)  # noqa: PLR2004
