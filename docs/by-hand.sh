#!/usr/bin/env bash
# Checks one ballot, one inclusion proof and one tally of a council's record with ssh-keygen,
# sha256sum and the ordinary tools of a shell: nothing of Parvis runs here. Every step is one that
# docs/format.md describes.
#
#   bash docs/by-hand.sh FINGERPRINT VOTE BALLOT RECEIPT
#
# FINGERPRINT is the genesis as the signed minutes give it; BALLOT a ballot's file; RECEIPT its receipt
# or any C2SP tlog-proof of its line. Run in the council's folder. For a record whose roles were named
# once and whose vote replaced no key and annulled nothing; where that is otherwise, read on by hand.
#
# The exit status is 0 when all holds, 1 when something is wrong, 2 when the script could not say.
set -euo pipefail
[ $# -eq 4 ] || { printf 'usage: bash docs/by-hand.sh FINGERPRINT VOTE BALLOT RECEIPT (in the council'"'"'s folder)\n' >&2; exit 2; }
fingerprint=$1 vote=$2 ballot=$3 receipt=$4
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

fail() { printf 'FAILED: %s\n' "$*" >&2; exit 1; }
# What this script cannot judge is not a fault of the record.
cannot() { printf 'cannot say: %s\n' "$*" >&2; exit 2; }
need() { [ -f "$1" ] || cannot "there is no file $1; run this in the council's folder, with the paths of a ballot and its receipt"; }
said() { printf 'ok: %s\n' "$*"; }
sha256() { sha256sum | cut -d' ' -f1; }
field() { sed -n "s/^$2: //p" "$1"; }

# The text of a signed file, and each of its signatures in a file of its own.
open_file() { # FILE NAME
    sed '/^-----BEGIN SSH SIGNATURE-----$/,$d' "$1" > "$work/$2"
    rm -f "$work/$2".sig.*
    awk -v to="$work/$2.sig." '/^-----BEGIN SSH SIGNATURE-----$/ { n++ } n { print > (to n) }' "$1"
}

# How many different keys of the list in "$work/SIGNERS" signed the text NAME.
signers_of() { # NAME SIGNERS KIND
    local sig who
    for sig in "$work/$1".sig.*; do
        who=$(ssh-keygen -Y find-principals -s "$sig" -f "$work/$2" 2>/dev/null) || continue
        ssh-keygen -Y verify -f "$work/$2" -I "$who" -n "$3@$council" -s "$sig" < "$work/$1" > /dev/null 2>&1 || continue
        printf '%s\n' "$who"
    done | sort -u | wc -l
}

# A file of the council: signed by enough keys of a role.
expect_signed() { # FILE NAME ROLE KIND
    need "$1"
    open_file "$1" "$2"
    local needed found
    needed=$(sed -n "s/^  - $3 \([0-9][0-9]*\)$/\1/p" "$work/roles")
    sed -n "s/^  - $3 \(ssh-ed25519 .*\)$/\1/p" "$work/roles" | awk '{ print "key" NR, $0 }' > "$work/keys-$3"
    found=$(signers_of "$2" "keys-$3" "$4")
    [ "$found" -ge "$needed" ] || fail "$1: $found of $needed signatures of the role $3"
    [ "$(field "$work/$2" record)" = "$fingerprint" ] || fail "$1: it is of another record"
    said "$1: signatures of the role $3: $found"
}

# --- the council ---------------------------------------------------------------------------------
for file in "$ballot" "$receipt" submissions/log/entries submissions/council/{genesis,roles.1}.statement; do need "$file"; done
open_file submissions/council/genesis.statement genesis
[ "sha256:$(sha256 < "$work/genesis")" = "$fingerprint" ] || fail "the genesis is not the one of the minutes"
council=$(field "$work/genesis" council)
sed -n 's/^  - \(ssh-ed25519 .*\)$/\1/p' "$work/genesis" | awk '{ print "key" NR, $0 }' > "$work/root"
needed=$(field "$work/genesis" threshold)
[ "$(signers_of genesis root genesis)" -ge "$needed" ] || fail "the genesis is not signed by its root"
open_file submissions/council/roles.1.statement roles
[ "$(signers_of roles root roles)" -ge "$needed" ] || fail "the roles are not signed by the root"
[ "$(field "$work/roles" record)" = "$fingerprint" ] || fail "the roles are of another record"
[ ! -e submissions/council/roles.2.statement ] || cannot "the roles changed: read on by hand"
[ ! -e "submissions/definitions/$vote.annul" ] || cannot "$vote was annulled: read on by hand"
[ ! -e "submissions/replacements/$vote" ] || cannot "a key of $vote was replaced: read on by hand"
said "genesis and roles of $council"

# --- the rules and the roll ----------------------------------------------------------------------
expect_signed "submissions/definitions/$vote.definition" definition definition definition
definition=sha256:$(sha256 < "$work/definition")
! grep -q "^stations:$" "$work/definition" || cannot "$vote takes paper, which this script does not count: read docs/paper.md"
! grep -q "^electorates-counted:" "$work/definition" || cannot "$vote has several electorates, and this script reads one roll"
line=$(sed -n '/^electorates:$/,/^[a-z]/p' "$work/definition" | sed -n 's/^  - //p')
read -r _ roll version hash <<< "$line"
expect_signed "submissions/rolls/$roll/$version.roll" roll-text roll roll
[ "sha256:$(sha256 < "$work/roll-text")" = "$hash" ] || fail "the roll is not the one that the rules name"
# One line for ssh-keygen from each line of the roll that has a key.
sed -n 's/^  - \(v[0-9a-f]*\) .* \(ssh-ed25519 .*\)$/\1 \2/p' "$work/roll-text" > "$work/voters"
said "the roll $roll, version $version: $(wc -l < "$work/voters") voters with a key"

# A ballot: signed with the key of the voter it names, for these rules.
expect_ballot() { # FILE
    open_file "$1" ballot
    local voter
    voter=$(field "$work/ballot" voter)
    grep "^$voter " "$work/voters" > "$work/voter" || fail "$1: $voter is not on the roll"
    [ "$(signers_of ballot voter ballot)" -eq 1 ] || fail "$1: the signature does not hold"
    [ "$(field "$work/ballot" definition)" = "$definition" ] || fail "$1: it names other rules"
}

# --- one ballot ----------------------------------------------------------------------------------
entries=submissions/log/entries
expect_ballot "$ballot"
line="entry/1 ballot $vote sha256:$(sha256 < "$ballot")"
index=$(grep -nxF "$line" "$entries" | cut -d: -f1) || fail "$ballot: the log does not name it"
index=$((index - 1))
said "$ballot: signed by its voter, entry $index of the log"

# --- one inclusion proof (RFC 6962, section 2.1) -------------------------------------------------
bytes() { printf '%b' "$(sed 's/../\\x&/g')"; }                                # hexadecimal to bytes
leaf() { { printf '\0'; printf '%s' "$1"; } | sha256; }
node() { { printf '\1'; printf '%s%s' "$1" "$2" | bytes; } | sha256; }
hexadecimal() { base64 -d | od -An -v -tx1 | tr -d ' \n'; }

head_of() { sed '/^$/,$d' "$receipt"; }
checkpoint_of() { sed '1,/^$/d' "$receipt"; }
[ "$(head_of | sed -n 's/^index //p')" = "$index" ] || fail "the receipt is of another entry"
size=$(checkpoint_of | sed -n 2p)
hash=$(leaf "$line") n=$index last=$((size - 1))
for sibling in $(head_of | sed '/^c2sp/d; /^extra /d; /^index /d'); do
    sibling=$(printf '%s' "$sibling" | hexadecimal)
    if [ $((n % 2)) -eq 1 ] || [ "$n" -eq "$last" ]; then
        hash=$(node "$sibling" "$hash")
        while [ $((n % 2)) -eq 0 ] && [ "$n" -ne 0 ]; do n=$((n / 2)) last=$((last / 2)); done
    else
        hash=$(node "$hash" "$sibling")
    fi
    n=$((n / 2)) last=$((last / 2))
done
[ "$last" -eq 0 ] || fail "the proof is too short"
[ "$hash" = "$(checkpoint_of | sed -n 3p | hexadecimal)" ] || fail "the proof does not lead to the checkpoint"
said "the receipt proves entry $index in the log of $size entries"

# The root of the first entries of the log: pairs of hashes, level by level.
root_of() { # SIZE
    local hashes=() next=() line i
    while IFS= read -r line; do hashes+=("$(leaf "$line")"); done < <(head -n "$1" "$entries")
    while [ "${#hashes[@]}" -gt 1 ]; do
        next=()
        for ((i = 0; i < ${#hashes[@]}; i += 2)); do
            if [ $((i + 1)) -lt "${#hashes[@]}" ]; then next+=("$(node "${hashes[i]}" "${hashes[i + 1]}")"); else next+=("${hashes[i]}"); fi
        done
        hashes=("${next[@]}")
    done
    printf '%s\n' "${hashes[0]}"
}
[ "$(root_of "$size")" = "$hash" ] || fail "the log in this folder has another root than the receipt"
said "the entries of this folder have that root"

# --- one tally -----------------------------------------------------------------------------------
expect_signed "submissions/definitions/$vote.certify" certify definition certify
size=$(field "$work/certify" log-size)
[ "sha256:$(root_of "$size")" = "$(field "$work/certify" log-root)" ] || fail "the certificate names another log"
tally=submissions/tallies/$vote.json
need "$tally"
[ "sha256:$(sha256 < "$tally")" = "$(field "$work/certify" tally)" ] || fail "the tally is not the one certified"
sha256sum submissions/ballots/"$vote"/*/*.ballot > "$work/files"
: > "$work/recorded"
index=0
while IFS=' ' read -r _ kind subject hash; do
    if [ "$index" -lt "$size" ] && [ "$kind $subject" = "ballot $vote" ]; then
        file=$(sed -n "s/^${hash#sha256:}  //p" "$work/files")
        [ -n "$file" ] || fail "entry $index: no ballot has the hash $hash"
        expect_ballot "$file"
        printf '%s %012d %s %s\n' "$(field "$work/ballot" voter)" "$(field "$work/ballot" seq)" \
            "$(sha256 < "$work/ballot")" "$file" >> "$work/recorded"
    fi
    index=$((index + 1))
done < "$entries"
# Of each voter the greatest seq counts; of two equal ones, the greater hash of the text.
sort "$work/recorded" | awk '{ last[$1] = $4 } END { for (voter in last) print last[voter] }' > "$work/counted"
number() { sed -n "s/^ *\"$1\": \([0-9][0-9]*\),\{0,1\}$/\1/p" "$tally" | head -n 1; }
[ "$(wc -l < "$work/counted")" -eq "$(number counted)" ] || fail "another number of ballots counts"
said "$(wc -l < "$work/recorded") ballots recorded, each signed by its voter; $(wc -l < "$work/counted") count"
# Where weights differ, multiply by the second word of the line.
if sed -n 's/^  - v[0-9a-f]* \([0-9]*\) .*$/\1/p' "$work/roll-text" | grep -qvx 1; then cannot "the voters have different weights: multiply by hand"; fi
answers() { xargs grep -hx "answer: $1" < "$work/counted" | wc -l; }
if [ "$(sed -n 's/^rules: \(motion\).*/\1/p' "$work/definition")" ]; then
    for pair in "votes_for for" "votes_against against" "abstentions abstention" "not_voting not-voting"; do
        read -r name answer <<< "$pair"
        found=$(answers "$answer") || true
        [ "$found" -eq "$(number "$name")" ] || fail "$answer: $found counted here, $(number "$name") in the tally"
        said "$answer: $found"
    done
else
    for option in $(sed -n 's/^ *"option": "\([a-z0-9-]*\)",$/\1/p' "$tally"); do
        found=$(xargs grep -hx "  - $option" < "$work/counted" | wc -l) || true
        support=$(sed -n "/\"option\": \"$option\",/{n;s/^ *\"support\": \([0-9]*\),$/\1/p;}" "$tally")
        [ "$found" -eq "$support" ] || fail "$option: $found counted here, $support in the tally"
        said "$option: $found"
    done
fi
said "the tally of $vote is the one counted here and certified"
