#!/usr/bin/env bash
# usage: deploy/demo.sh   Brings the database up to date; loads register and questionnaire (again only when their files
# changed, or into a new database) and the demonstration, which leaves alone what is there and says who can sign in.
set -euo pipefail
cd "$(dirname "$0")/.."
manage() { .venv/bin/python manage.py "$@"; }
stamp=.venv/fixtures-loaded
[ -z "${DATABASE_URL:-}" ] && [ -e db.sqlite3 ] || rm -f "$stamp"
mkdir -p var/media
manage migrate --verbosity 0
manage createcachetable --verbosity 0
if [ ! -e "$stamp" ] || [ -n "$(find fixtures -newer "$stamp" -type f -print -quit)" ]; then
  manage load_register
  manage load_references
  for questionnaire in fixtures/questionnaires/*.yaml; do manage load_questionnaire "$questionnaire"; done
  touch "$stamp"
fi
manage load_demo
