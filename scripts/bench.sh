#!/usr/bin/env bash
# Measures the product against what bounds it, both sides in one run, and writes the table to stdout and to artifacts/bench.md.
#   scripts/bench.sh [--quick] [all|postings|http|growth|ranking|start|seals]      --quick takes two minutes at most, the full run twenty
#   scripts/bench.sh --against COMMIT     the server of this tree and that of another commit, in turn, in five minutes: artifacts/against.md
# Exit status is not 0 only if something did not run; a goal that was missed is a word in the table.
set -euo pipefail
cd "$(dirname "$0")/.."
mkdir -p artifacts

# All that is made on the way lies in one folder, so that nothing stays behind when the run is stopped.
scratch=$(mktemp -d)
export TMPDIR=$scratch
other=
finish() {
  [[ -z $other ]] || git worktree remove --force "$other" 2>/dev/null || true
  rm -rf "$scratch"
}
trap finish EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

build() { # build PROJECT OPTION...
  dotnet build --configuration Release --verbosity quiet --nologo -p:UseSharedCompilation=true "$@" >&2
}

title() { # title WHAT
  echo "# $1, $(nproc) cores, .NET $(dotnet --version)"
  echo
}

here=$(git rev-parse --short HEAD 2>/dev/null || echo unknown)
bench=(dotnet tests/PointsBank.Benchmarks/bin/Release/net10.0/PointsBank.Benchmarks.dll)
build src/PointsBank.Web
build tests/PointsBank.Benchmarks

if [[ ${1-} != --against ]]; then
  { title "Benchmark of $here" && "${bench[@]}" "$@"; } | tee artifacts/bench.md
else
  there=$(git rev-parse --short --verify "${2:?which commit?}^{commit}")
  git worktree add --quiet --detach "$scratch/other" "$there"
  other=$scratch/other
  # It was looked at when it landed; here it must only run.
  build "$other/src/PointsBank.Web" -p:RunAnalyzers=false -p:EnforceCodeStyleInBuild=false
  { title "$here as it stands here, against $there" && "${bench[@]}" against "$other"; } | tee artifacts/against.md
fi
