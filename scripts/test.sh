#!/usr/bin/env bash
# Everything that must hold before a change lands, on a fresh Debian machine with the .NET 10 SDK:
#   scripts/test.sh                  install what is missing, restore, format check, the pinyin table, build, every test, the demo's day
#   scripts/test.sh --only PROJECT   restore, build and test one project, such as PointsBank.Ledger.Tests or just Ledger
#   scripts/test.sh --quick          the inner loop, made for three minutes on two quiet cores: restore, build, and the tests of Tidy, Ledger, Papers,
#                                    Storage, Village and Web. It leaves out the analyzers, the format check, the pinyin table, the tests of Cli and
#                                    Browser, those marked [Trait("Pace", "slow")], the demo's day and the benchmarks.
# The last line is always `N passed, N failed`: tests, and one for each other step that failed. The exit status is 0 only if nothing failed.
set -euo pipefail
cd "$(dirname "$0")/.."

export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_CLI_USE_MSBUILD_SERVER=0 DEBIAN_FRONTEND=noninteractive
# Build nodes end with their build, so that nothing stays behind.
export MSBUILDDISABLENODEREUSE=1
# One compiler for all projects saves a quarter of the build. It has a name of its own, so that at the end we stop ours and nobody else's.
compiler="pointsbank-test-$$"
# The servers that tests start are over before what is learned of hot paths pays.
export DOTNET_TieredPGO=0
shared=(-p:UseSharedCompilation=true "-p:SharedCompilationId=$compiler")

passed=0
failed=0
failures=()
results=$(mktemp -d)
# The demo village is made once for all test projects.
export POINTSBANK_TEMPLATES="$results/templates"
mkdir "$POINTSBANK_TEMPLATES"
memory=
bench=

finish() {
  local status=$?
  trap - EXIT
  set +e
  stop_compiler
  if [[ -n $bench ]]; then kill "$bench" 2>/dev/null; fi
  rm -rf "$results" ${memory:+"$memory"}
  if ((status != 0 && failed == 0)); then fail "stopped with status $status"; fi
  if ((failed > 0)); then
    echo
    echo "Failed:"
    printf '  %s\n' "${failures[@]}"
  fi
  echo "$passed passed, $failed failed"
  # Said in full: in a trap, exit alone would give the status from before it.
  exit $((failed > 0))
}
trap finish EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

fail() {
  failures+=("$1")
  failed=$((failed + ${2:-1}))
}

stop_compiler() {
  local version folder
  version=$(dotnet --version 2>/dev/null) || return 0
  folder=$(dotnet --list-sdks | sed -n "s/^${version//./\\.} \[\(.*\)\]$/\1/p")
  dotnet "$folder/$version/Roslyn/bincore/VBCSCompiler.dll" "-pipename:$compiler" -shutdown </dev/null >/dev/null 2>&1
}

# Runs one step by its name; a step that fails is counted, and the caller decides whether to go on.
step() {
  local name=$1 start=$SECONDS
  shift
  echo "== $name"
  if "$@" </dev/null; then
    echo "-- $name: ok, $((SECONDS - start)) s"
  else
    fail "$name"
    echo "-- $name: FAILED, $((SECONDS - start)) s"
    return 1
  fi
}

# What the tests, the pinyin table and the demo's day run beside .NET: a program, and the package that holds it. The last is no program but a
# Chinese font.
install_missing() {
  local need program package missing=()
  for need in hledger:hledger curl:curl node:nodejs npm:npm chromium-headless-shell:chromium-headless-shell pdftotext:poppler-utils zbarimg:zbar-tools pg_ctlcluster:postgresql fc-list:fontconfig :fonts-noto-cjk; do
    program=${need%%:*} package=${need#*:}
    if [[ -n $program ]]; then
      command -v "$program" >/dev/null || missing+=("$package")
    else
      [[ -n $(fc-list :lang=zh 2>/dev/null || true) ]] || missing+=("$package")
    fi
  done
  ((${#missing[@]} > 0)) || return 0
  if ((EUID != 0)) || ! command -v apt-get >/dev/null; then
    echo "Missing: ${missing[*]}. Install with: sudo apt-get install --no-install-recommends ${missing[*]}" >&2
    return 1
  fi
  apt-get update -qq && apt-get install -qq -y --no-install-recommends "${missing[@]}"
}

check_sdk() {
  if ! command -v dotnet >/dev/null; then
    echo "Missing: the .NET 10 SDK, 10.0.400 or a later patch. See https://dotnet.microsoft.com/download/dotnet/10.0" >&2
    return 1
  fi
  dotnet --version
}

# Tests make thousands of small databases and would wait for the disk with each; where memory has room for them, they lie there.
keep_in_memory() {
  local free
  free=$(df -k --output=avail /dev/shm 2>/dev/null | tail -1) || return 0
  ((${free:-0} > 4 * 1024 * 1024)) || return 0
  memory=$(mktemp -d /dev/shm/pointsbank-XXXXXX)
  export TMPDIR=$memory
}

# Counts come from the results file: a run that breaks down before it writes one has failed, whatever it printed.
run_tests() {
  local project=$1 name file status=0 counts good bad start=$SECONDS
  shift
  name=$(basename "$project" .csproj)
  file="$results/$name.trx"
  echo "== test $name"
  dotnet test "$project" -c Release --no-build --logger "trx;LogFileName=$file" --results-directory "$results/$name" \
    --blame-hang --blame-hang-timeout 5m --blame-hang-dump-type none "$@" </dev/null || status=$?
  counts=$(sed -n 's/.*<Counters .*[ ]passed="\([0-9]*\)" failed="\([0-9]*\)".*/\1 \2/p' "$file" 2>/dev/null || true)
  read -r good bad <<<"${counts:-0 0}"
  passed=$((passed + good))
  if ((bad > 0)); then
    fail "$name: $bad of $((good + bad)) tests" "$bad"
  elif ((status != 0)); then
    fail "$name: ended with status $status"
  fi
  echo "-- test $name: $good passed, $bad failed, $((SECONDS - start)) s"
}

only=
quick=
case $#:${1-} in
  0:) ;;
  1:--quick) quick=1 ;;
  1:--help)
    sed -n '2,/^set /s/^# \{0,1\}//p' scripts/test.sh
    trap - EXIT
    rm -rf "$results"
    exit
    ;;
  2:--only)
    only=${2%.csproj}
    for file in "tests/$only/$only.csproj" "tests/PointsBank.$only.Tests/PointsBank.$only.Tests.csproj" ""; do
      [[ -f $file ]] && break
    done
    if [[ -z $file ]]; then
      echo "There is no test project $2. There are:" tests/*.Tests >&2
      exit 2
    fi
    only=$file
    ;;
  *)
    echo "usage: scripts/test.sh [--quick | --only PROJECT | --help]" >&2
    exit 2
    ;;
esac

step "SDK" check_sdk || exit 1
step "programs" install_missing || exit 1
step "restore" dotnet restore "${only:-PointsBank.sln}" --locked-mode || exit 1
if [[ -z $only$quick ]]; then
  # Style is an error of the build; spaces and line ends are not, and are looked at here.
  step "format" dotnet format whitespace PointsBank.sln --verify-no-changes --no-restore || true
  step "pinyin table" bash scripts/pinyin.sh --check || true
fi
if [[ -n $quick ]]; then shared+=(-p:RunAnalyzers=false -p:EnforceCodeStyleInBuild=false); fi
step "build" dotnet build "${only:-PointsBank.sln}" -c Release --no-restore -warnaserror "${shared[@]}" || exit 1
stop_compiler || true
keep_in_memory

if [[ -n $only ]]; then
  run_tests "$only"
  exit
fi
if [[ -n $quick ]]; then
  for project in Tidy Ledger Papers Storage Village Web; do
    run_tests "tests/PointsBank.$project.Tests/PointsBank.$project.Tests.csproj" --filter 'Pace!=slow'
  done
  exit
fi

# The benchmarks wait for the disk more than for the processor, so they run beside the tests; here they must run, and their figures tell nothing.
env -u TMPDIR -u DOTNET_TieredPGO timeout 600 bash scripts/bench.sh --quick >"$results/bench.log" 2>&1 </dev/null &
bench=$!
read_bench() {
  local status=0
  wait "$bench" || status=$?
  cat "$results/bench.log"
  return "$status"
}
# One project after the other: each already runs its classes side by side.
for project in tests/*.Tests/*.csproj; do run_tests "$project"; done
if [[ -f scripts/demo.sh ]]; then step "the demo's day" bash scripts/demo.sh --check || true; fi
step "benchmarks, quick" read_bench || true
