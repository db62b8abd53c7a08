#!/usr/bin/env bash
# usage: deploy/with_pg.sh COMMAND…   Starts a throw-away PostgreSQL on a socket of its own, exports
# DATABASE_URL for COMMAND, and removes it afterwards. PGFSYNC=on makes commits durable (for drills).
set -euo pipefail
BIN=${PGBIN:-$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -1)}
[ -x "$BIN/initdb" ] || { echo "with_pg: no PostgreSQL server programs found (package postgresql), or set PGBIN" >&2; exit 3; }
D=$(mktemp -d "${TMPDIR:-/tmp}/pgtest.XXXXXX")
AS=()
if [ "$(id -u)" = 0 ]; then
  chmod 711 "$D"
  chown postgres "$D"
  AS=(runuser -u postgres --)
fi
cleanup() {
  (cd / && "${AS[@]}" "$BIN/pg_ctl" -D "$D/data" -m immediate -w stop >/dev/null 2>&1) || true
  rm -rf "$D"
}
trap cleanup EXIT
trap 'exit 130' INT TERM
(
  cd "$D"
  "${AS[@]}" "$BIN/initdb" -D "$D/data" -U postgres -A trust -E UTF8 --locale=C.UTF-8 --no-sync >/dev/null
  "${AS[@]}" "$BIN/pg_ctl" -D "$D/data" -w -l "$D/log" -o "-c listen_addresses='' \
    -c unix_socket_directories=$D -c fsync=${PGFSYNC:-off} -c synchronous_commit=${PGFSYNC:-off} \
    -c full_page_writes=${PGFSYNC:-off} -c recovery_init_sync_method=syncfs -c max_connections=60" start >/dev/null
)
export DATABASE_URL="postgres://postgres@/postgres?host=$D" PGHOST=$D PGUSER=postgres
"$@"
