#!/usr/bin/env bash
# One dated, proven backup of the village's database, while the bank is open: scripts/backup.sh TARGET-FOLDER [DATA-FOLDER]
set -euo pipefail
here=$(cd "$(dirname "$0")/.." && pwd)
target=${1:?"usage: scripts/backup.sh TARGET-FOLDER [DATA-FOLDER]"}
data=${2:-$here/data}
exec dotnet run --project "$here/src/PointsBank.Cli" -c Release -- backup "$target/pointsbank-$(date +%Y%m%d-%H%M%S).db" --data="$data"
