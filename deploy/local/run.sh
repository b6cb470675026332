#!/bin/sh
# Runs one of the commands of package.json on a machine that has nothing but Node and npm: brings the packages,
# picks Node 24 from them, and hands over to the program with exec, so that signals reach it.
# Usage: run.sh start|demo|test|fuzz|verify|bench|accuracy|crowd|faults|simulate [arguments]
set -u
cd "$(dirname "$0")/../.." || exit 1

child=

# A shell waits for its child before it looks at a signal; so the child runs in the background and is waited for.
run() {
  "$@" <&0 &
  child=$!
  trap 'kill -TERM "$child" 2>/dev/null; wait "$child"; exit 143' TERM INT HUP
  wait "$child"
  status=$?
  trap - TERM INT HUP
  child=
  return "$status"
}

fail() {
  printf '%s\n' "$1" >&2
  exit 1
}

# Prints the version of a Node as one number, such as 24018 for 24.18; nothing when it does not run.
version_of() {
  "$1" -p 'const [a, b] = process.versions.node.split("."); a * 1000 + Number(b)' 2>/dev/null
}

bring_packages() {
  installed=node_modules/.package-lock.json
  if [ ! -f "$installed" ]; then
    echo "Bringing packages with npm (once)."
    run npm ci --ignore-scripts --no-audit --no-fund --loglevel=error || fail "npm ci failed; the reason is above."
    bring_skipped_packages
  elif [ -n "$(find package-lock.json -newer "$installed")" ]; then
    echo "Bringing packages with npm (package-lock.json has changed)."
    run npm install --no-save --ignore-scripts --no-audit --no-fund --loglevel=error || fail "npm install failed; the reason is above."
    touch "$installed"
  fi
}

# npm leaves out optional packages that do not support the Node it runs on, and the native parts of the tools are
# such packages; with a Node older than those want, it must run once more on the Node that it has just brought.
bring_skipped_packages() {
  have=$(version_of node)
  [ "${have:-0}" -ge 22012 ] && return
  [ "${have:-0}" -ge 20019 ] && [ "$have" -lt 21000 ] && return
  [ -x node_modules/.bin/node ] || return
  newer=$(mktemp -d) || exit 1
  cp -L node_modules/.bin/node "$newer/node" || exit 1
  run env PATH="$newer:$PATH" npm ci --ignore-scripts --no-audit --no-fund --loglevel=error
  status=$?
  rm -rf "$newer"
  [ "$status" -eq 0 ] || fail "npm ci failed; the reason is above."
}

pick_node() {
  PATH="$PWD/node_modules/.bin:$PATH"
  export PATH
  have=$(version_of node)
  [ "${have:-0}" -ge 24000 ] || fail "Rollcall needs Node 24, and npm has none for this machine: install Node 24."
}

step() {
  printf '\n== %s\n' "$*"
  run "$@" || fail "verify stops here: $* failed."
}

tests() {
  exec vitest run --reporter=default --reporter=./deploy/local/testing/tally-reporter.ts "$@"
}

all_tests() {
  tests --project unit --project integration --project e2e --project hostile "$@"
}

# The containers need an engine, which few machines that run the other tests have.
compose_tests() {
  for compose in "docker compose" docker-compose; do
    case "$($compose version --short 2>/dev/null)" in
      "" | 1.*) continue ;;
    esac
    docker version >/dev/null 2>&1 || break
    export ROLLCALL_COMPOSE="$compose"
    tests --project compose "$@"
  done
  echo "Skipped: the containers are tested on a Docker engine with Compose 2, and none answers here."
}

command=${1:-}
[ $# -gt 0 ] && shift

bring_packages
pick_node
export TURBO_TELEMETRY_DISABLED=1

case "$command" in
  start) exec node deploy/local/src/main.ts "$@" ;;
  demo) exec node deploy/local/src/demo/main.ts "$@" ;;
  bench) exec node --conditions=@rollcall/source bench/src/main.ts "$@" ;;
  accuracy) exec node --conditions=@rollcall/source bench/src/accuracy/main.ts "$@" ;;
  crowd) exec node --conditions=@rollcall/source bench/src/crowd/main.ts "$@" ;;
  faults) exec node --conditions=@rollcall/source e2e/faults/main.ts "$@" ;;
  simulate) exec node --conditions=@rollcall/source e2e/simulation/main.ts "$@" ;;
  test) all_tests "$@" ;;
  fuzz)
    export FC_RUNS="${FC_RUNS:-20000}" FC_SEED="${FC_SEED:-$(date +%s)}"
    echo "FC_RUNS=$FC_RUNS FC_SEED=$FC_SEED"
    tests --project unit --testTimeout=3600000 .fuzz. "$@"
    ;;
  test-hostile) tests --project hostile "$@" ;;
  test-compose) compose_tests "$@" ;;
  verify)
    step prettier --check .
    step oxlint --deny-warnings
    step turbo boundaries
    step turbo run types
    step knip
    all_tests "$@"
    ;;
  *) fail "Usage: run.sh start|demo|test|fuzz|verify|bench|accuracy|crowd|faults|simulate" ;;
esac
