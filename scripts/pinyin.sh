#!/usr/bin/env bash
# Makes the table of Chinese readings that the program carries, from one exact version of an npm package:
#   scripts/pinyin.sh           writes src/PointsBank.Papers/Names/pinyin.txt
#   scripts/pinyin.sh --check   makes it again and compares; exit status 1 if it differs
set -euo pipefail
cd "$(dirname "$0")/.."

version=3.29.4
integrity=sha512-SPXpDT2cHEy+d26V1RXYMlVzXN42hotFAak1fzyWPi4o2dKXb61UqD4pzxDJHwk6gbv8vQ6EfErd+hYX0Qhzug==
table=src/PointsBank.Papers/Names/pinyin.txt

case $#:${1-} in
  0: | 1:--check) ;;
  *)
    echo "usage: scripts/pinyin.sh [--check]" >&2
    exit 2
    ;;
esac
for need in node:nodejs npm:npm; do
  if ! command -v "${need%%:*}" >/dev/null; then
    echo "Missing: ${need%%:*}. Install with: sudo apt-get install --no-install-recommends ${need#*:}" >&2
    exit 3
  fi
done

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
# The lock names version and hash and no address: the package comes from wherever this machine takes its packages.
cat >"$folder/package.json" <<END
{ "name": "pinyin-table", "version": "1.0.0", "private": true, "dependencies": { "pinyin-pro": "$version" } }
END
cat >"$folder/package-lock.json" <<END
{
  "name": "pinyin-table",
  "version": "1.0.0",
  "lockfileVersion": 3,
  "packages": {
    "": { "name": "pinyin-table", "version": "1.0.0", "dependencies": { "pinyin-pro": "$version" } },
    "node_modules/pinyin-pro": { "version": "$version", "integrity": "$integrity" }
  }
}
END
(cd "$folder" && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error >/dev/null)
cp scripts/pinyin.mjs "$folder/"
node "$folder/pinyin.mjs" >"$folder/pinyin.txt"

if [[ ${1-} != --check ]]; then
  mv "$folder/pinyin.txt" "$table"
  chmod 644 "$table"
elif cmp -s "$folder/pinyin.txt" "$table"; then
  echo "pinyin: the table is what pinyin-pro $version says"
else
  echo "$table is not what scripts/pinyin.sh makes. Run scripts/pinyin.sh and look at the difference." >&2
  diff "$table" "$folder/pinyin.txt" | cut -c1-120 | head -20 >&2 || true
  exit 1
fi
