#!/usr/bin/env bash
# A day in the demo village, over the real server. `--check` compares it with docs/a-day.md, so that what stands there is what happens, and proves that
# the README's excerpt consists of lines of that day, in their order; … there stands for what is left out of a line.
# The clock stands still at one morning; check codes differ from run to run (notes are salted), so their letters are shown as XXXXXX.
set -euo pipefail
cd "$(dirname "$0")/.."

port=${POINTSBANK_DEMO_PORT:-5087}
base=http://127.0.0.1:$port/api/v1
folder=$(mktemp -d)
web=src/PointsBank.Web/bin/Release/net10.0/PointsBank.Web.dll
cli=src/PointsBank.Cli/bin/Release/net10.0/pointsbank.dll
[ -f "$web" ] && [ -f "$cli" ] || dotnet build -c Release -v quiet --nologo PointsBank.sln >&2

dotnet "$web" --urls="http://127.0.0.1:$port" --data="$folder" --demo=true --now=2026-03-02T09:00 >"$folder/log" 2>&1 &
server=$!
trap 'kill $server 2>/dev/null || true; wait $server 2>/dev/null || true; rm -rf "$folder"' EXIT
for _ in $(seq 300); do
    curl -fs "http://127.0.0.1:$port/readyz" >/dev/null && break
    kill -0 $server 2>/dev/null || { cat "$folder/log" >&2; exit 1; }
    sleep 0.2
done

masked() { sed -E 's/([0-9]+)-[0-9A-HJKMNP-TV-Z]{6}([^0-9A-Za-z]|$)/\1-XXXXXX\2/g; s/"traceId":"[0-9a-f]+"/"traceId":"…"/'; }

token() { # token ADDRESS BODY
    curl -s "$base$1" -H 'Content-Type: application/json' -d "$2" | sed -E 's/.*"token":"([^"]+)".*/\1/'
}

get() { # get WHO TOKEN ADDRESS
    echo "\$ $1: GET $3"
    curl -s "$base$3" -H "Authorization: Bearer $2" | masked
    echo
}

post() { # post WHO TOKEN KEY ADDRESS BODY
    echo "\$ $1: POST $4 (Idempotency-Key: $3)"
    echo "  $5"
    curl -s -D "$folder/headers" "$base$4" -H "Authorization: Bearer $2" -H "Idempotency-Key: $3" -H 'Content-Type: application/json' -d "$5" | masked
    echo
    grep -i '^Idempotency-Replayed' "$folder/headers" | tr -d '\r' || true
}

day() {
    local clerk attendant household keeper treasurer
    clerk=$(token /sign-in '{"username":"clerk","password":"demo-clerk"}')
    attendant=$(token /sign-in '{"username":"attendant","password":"demo-attendant"}')
    keeper=$(token /sign-in '{"username":"keeper","password":"demo-keeper"}')
    treasurer=$(token /sign-in '{"username":"treasurer","password":"demo-treasurer"}')
    household=$(token /sign-in/passbook '{"serial":"0001-000001-6","pin":"246810"}')

    echo '# The bank so far, recomputed by another program from the exported journal, with a balance asserted on every line.'
    echo '$ pointsbank export --format hledger --out village.journal'
    dotnet "$cli" export --format hledger --out "$folder/village.journal" --data="$folder" >/dev/null
    echo '$ hledger -f village.journal check && hledger -f village.journal balance -N issuance:points redeemed'
    hledger -f "$folder/village.journal" check
    hledger -f "$folder/village.journal" balance -N issuance:points redeemed

    echo '# The clerk looks for a household and credits it for the cleaning day. Sent twice, it counts once.'
    get clerk "$clerk" '/banks/anjiahe/households?search=1&limit=1'
    post clerk "$clerk" slip-1 /banks/anjiahe/credits '{"household":1,"rule":"D04","effectiveOn":"2026-03-01"}'
    post clerk "$clerk" slip-1 /banks/anjiahe/credits '{"household":1,"rule":"D04","effectiveOn":"2026-03-01"}'

    echo '# Two more in the same month are more than the rule allows.'
    post clerk "$clerk" slip-2 /banks/anjiahe/credits '{"household":1,"rule":"D04","effectiveOn":"2026-03-02","quantity":2}'

    echo '# At the counter: toothbrushes for points, authorised by the passbook. More than there are points is refused.'
    post attendant "$attendant" sale-1 /banks/anjiahe/shops/1/redemptions '{"items":[{"goods":"G01","quantity":3}],"authorisedBy":{"by":"pin","serial":"0001-000001-6","pin":"246810"}}'
    post attendant "$attendant" sale-2 /banks/anjiahe/shops/1/redemptions '{"household":30,"items":[{"goods":"G01","quantity":40}],"authorisedBy":{"by":"booklet"}}'

    echo '# A household rings and orders two towels: its points and the towels are held. The keeper buys towels on credit; the treasurer sees what covers the points.'
    post attendant "$attendant" order-1 /banks/anjiahe/shops/1/reservations '{"household":30,"items":[{"goods":"G08","quantity":2}],"channel":"phone"}'
    post keeper "$keeper" stock-1 /banks/anjiahe/shops/1/stock-movements '{"kind":"received","items":[{"goods":"G08","quantity":20,"cost":9000}],"origin":"purchase","partner":"县供销社","receipt":"A-17"}'
    get treasurer "$treasurer" /banks/anjiahe/fund/coverage

    echo '# The household reads its passbook, newest line first.'
    get household "$household" '/banks/anjiahe/households/1/passbook?limit=2'

    echo '# On the wall, without signing in: names only of those who agreed.'
    echo '$ anybody: GET /banks/anjiahe/boards/red?period=2025&limit=3'
    curl -s "$base/banks/anjiahe/boards/red?period=2025&limit=3" | masked
    echo

    echo '# In the evening the auditor derives every number again from the journal.'
    echo '$ pointsbank verify --full'
    dotnet "$cli" verify --full --data="$folder" 2>/dev/null | masked
}

console() { sed -n '/^```console$/,/^```$/p' "$1" | sed '1d;$d'; } # console DOCUMENT

excerpt() { # excerpt DOCUMENT DAY: each line of the document's console is a line of the day, after the one before it
    local shown pattern line
    exec 3<"$2"
    while IFS= read -r shown; do
        # Only … is left out; every other sign means itself.
        pattern=$(sed 's/[][\\*?()+@!|]/\\&/g; s/…/*/g' <<<"$shown")
        while IFS= read -r line <&3; do
            # shellcheck disable=SC2053
            [[ $line == $pattern ]] && continue 2
        done
        echo "demo: $1 shows what is no line of the day, or not in its place: $shown" >&2
        return 1
    done < <(console "$1")
    exec 3<&-
}

if [ "${1:-}" = --check ]; then
    day >"$folder/day"
    console docs/a-day.md | diff - "$folder/day"
    echo 'demo: the day in docs/a-day.md is what happens'
    [ -n "$(console README.md)" ]
    excerpt README.md "$folder/day"
    echo 'demo: the README shows lines of that day'
else
    day
fi
