"""``python -m tests.drill.told MODULE WORDS…``: what the module's ``main`` finds in the database, as one line of JSON."""

import json
import os
import sys
from importlib import import_module

import django

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    django.setup()
    found = import_module(sys.argv[1]).main(*sys.argv[2:])
    sys.stdout.write(json.dumps(found) + "\n")
