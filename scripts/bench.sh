#!/usr/bin/env bash
# Measures the product against what bounds it, both sides in one run, and writes the table to stdout and to artifacts/bench.md.
#   scripts/bench.sh [--quick] [all|postings|http|growth|ranking|start|seals]      --quick takes two minutes at most, the full run twenty
# Exit status is not 0 only if something did not run; a goal that was missed is a word in the table.
set -euo pipefail
cd "$(dirname "$0")/.."
mkdir -p artifacts
for project in src/PointsBank.Web tests/PointsBank.Benchmarks; do
  dotnet build --configuration Release --verbosity quiet --nologo -p:UseSharedCompilation=true "$project" >&2
done
{
  echo "# Benchmark of $(git rev-parse --short HEAD 2>/dev/null || echo unknown), $(nproc) cores, .NET $(dotnet --version)"
  echo
  dotnet tests/PointsBank.Benchmarks/bin/Release/net10.0/PointsBank.Benchmarks.dll "$@"
} | tee artifacts/bench.md
