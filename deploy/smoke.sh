#!/usr/bin/env bash
# usage: deploy/smoke.sh   Starts `make run` on a free port, signs in as a focal point, opens the first page, stops it.
set -euo pipefail
cd "$(dirname "$0")/.."
PORT=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
site=http://127.0.0.1:$PORT user=focal-mosw
work=$(mktemp -d)
setsid make run PORT="$PORT" >"$work/log" 2>&1 &
run=$!
stop() {
  kill -TERM -- "-$run" 2>/dev/null || true
  wait "$run" 2>/dev/null || true
  rm -rf "$work"
}
trap stop EXIT
die() {
  echo "smoke: $1" >&2
  tail -n 40 "$work/log" >&2
  exit 1
}
ask() { curl --silent --show-error --max-time 20 --cookie "$work/jar" --cookie-jar "$work/jar" "$@"; }

for _ in $(seq 600); do
  kill -0 "$run" 2>/dev/null || die "make run ended by itself"
  [ "$(ask --output /dev/null --write-out '%{http_code}' "$site/health/" 2>/dev/null || true)" = 200 ] && break
  sleep 1
done
password=$(sed -n 's/^ *Password: *//p' "$work/log" | head -n 1)
[ -n "$password" ] || die "make run printed no password"
form=$(ask --location --fail "$site/accounts/login/") || die "no sign-in page"
token=$(sed -n 's/.*name="csrfmiddlewaretoken" value="\([^"]*\)".*/\1/p' <<<"$form" | head -n 1)
[ -n "$token" ] || die "no CSRF token on the sign-in page"
code=$(ask --output /dev/null --write-out '%{http_code}' --referer "$site/accounts/login/" \
  --data-urlencode "csrfmiddlewaretoken=$token" --data-urlencode "login=$user" \
  --data-urlencode "password=$password" "$site/accounts/login/")
[ "$code" = 302 ] || die "signing in as $user answered $code"
page=$(ask --location --fail "$site/") || die "the first page did not open"
grep -q '<h1' <<<"$page" || die "the first page has no heading"
grep -q 'name="password"' <<<"$page" && die "still asked to sign in"
echo "smoke: $user signed in and saw: $(grep -o '<title>[^<]*' <<<"$page" | tr -d '\n' | sed 's/<title>//')"
