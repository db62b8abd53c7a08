#!/usr/bin/env bash
# usage: deploy/run.sh   Web, worker and clock side by side for the demonstration; Ctrl-C, or the end of one, stops all.
set -euo pipefail
cd "$(dirname "$0")/.."
export BIND="${BIND:-127.0.0.1:${PORT:-8000}}"
nice -n 10 .venv/bin/python manage.py db_worker &  # a long print gives way to people who save
worker=$!
nice -n 10 .venv/bin/python manage.py keep_time &
clock=$!
.venv/bin/gunicorn --config deploy/gunicorn.conf.py nsss_gender.wsgi:application &
web=$!
stop() {
  trap - EXIT INT TERM
  kill -TERM "$web" "$worker" "$clock" 2>/dev/null || true
  wait 2>/dev/null || true
}
trap stop EXIT
trap 'exit 0' INT TERM
echo
echo "  Open http://$BIND (stop with Ctrl-C)"
echo
wait -n "$web" "$worker" "$clock"
