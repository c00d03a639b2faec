# How docker/lab speaks: to standard error, one line a step, with the time that a long one took.

say() { printf '%s\n' "$*" >&2; }

fail() {
    say "docker/lab: $*"
    exit 1
}

has() { command -v "$1" >/dev/null 2>&1; }

# Tenths of a second since some fixed moment, without starting a process where Linux tells it.
now() {
    if read -r up _ 2>/dev/null </proc/uptime; then
        echo "${up%.*}${up#*.}" | sed 's/.$//'
    else
        echo "$(date +%s)0"
    fi
}

# since START: "1.8 s"
since() {
    spent=$(($(now) - $1))
    echo "$((spent / 10)).$((spent % 10)) s"
}

# nearest WORD: of the names on standard input, the one that was probably meant, as
# "; did you mean accept?", or the end of the sentence. The same rule as synfin's own.
nearest() {
    LC_ALL=C awk -v word="$1" '
        function distance(other, i, j, row, diagonal, changed) {
            for (j = 0; j <= length(other); j++) row[j] = j
            for (i = 1; i <= length(word); i++) {
                diagonal = row[0]
                row[0] = i
                for (j = 1; j <= length(other); j++) {
                    changed = diagonal + (substr(word, i, 1) != substr(other, j, 1))
                    diagonal = row[j]
                    if (row[j - 1] < row[j]) row[j] = row[j - 1]
                    row[j]++
                    if (changed < row[j]) row[j] = changed
                }
            }
            return row[length(other)]
        }
        BEGIN { least = int(length(word) / 3); if (least < 1) least = 1; least++ }
        { d = distance($0) }
        d < least { least = d; found = $0 }
        END { printf "%s", found == "" ? "." : "; did you mean " found "?" }'
}

# step TEXT COMMAND...: says what is done, does it, and tells how long it took. What the command
# prints is shown only when it fails.
step() {
    text=$1
    shift
    begun=$(now)
    log=$(mktemp)
    if [ -t 2 ]; then printf '%s …' "$text" >&2; else say "$text …"; fi
    if "$@" >"$log" 2>&1 </dev/null; then
        if [ -t 2 ]; then say " $(since "$begun")"; else say "  done in $(since "$begun")"; fi
        rm -f "$log"
    else
        status=$?
        if [ -t 2 ]; then say " failed"; else say "  failed"; fi
        tail -n 60 "$log" >&2
        rm -f "$log"
        return $status
    fi
}
