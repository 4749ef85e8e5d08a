#!/usr/bin/env bash
# A picture of every page in tests/PointsBank.Browser.Tests/Screens.cs, from the demo server at its standing moment: 360 pixels wide in Chinese,
# 1280 in Chinese, and some in the dark. With ImageMagick also all.png, which shows them side by side.
#   scripts/screens.sh [FOLDER]     where they go; artifacts/screens if nothing is given
set -euo pipefail
folder=$(realpath -m "${1:-$(dirname "$0")/../artifacts/screens}")
cd "$(dirname "$0")/.."
export MSBUILDDISABLENODEREUSE=1
mkdir -p "$folder"

project=tests/PointsBank.Browser.Tests
dotnet build "$project" -c Release -v quiet --nologo >&2
# A page that fails its checks has its picture too, and the exit status tells.
status=0
POINTSBANK_SCREENS=$folder dotnet test "$project" -c Release --no-build --nologo --filter FullyQualifiedName~ScreenTests. </dev/null >&2 || status=$?

if command -v montage >/dev/null && compgen -G "$folder/*-*.png" >/dev/null; then
  # The top of each page tells which it is; long ones would leave the rest too small to see.
  montage "$folder"/*-*.png -gravity North -crop '1280x1600+0+0' +repage -thumbnail 400x500 -geometry '400x500+8+8' -gravity North \
    -tile 4x -set label '%t' "$folder/all.png" || echo "No overview: montage failed" >&2
fi
ls "$folder"
exit $status
