# docker/lab up --all, repeat, scenarios: every scenario on its stages, and how long each takes.

results=target/scenarios
row=' %-30s %-8s %9s\n'

# Every variant of every scenario: its name, and its variant or nothing.
all_variants() {
    while read -r name; do
        variants=$(variants_of "$name")
        if [ -z "$variants" ]; then echo "$name"; fi
        for variant in $variants; do
            echo "$name $variant"
        done
    done <$scenarios/index.txt
}

# The variants of a scenario, a line each.
variants_of() {
    awk '
        /^[a-z]/ { inside = /^variants:/ }
        inside && /^  [^ #]/ { gsub(/[" ]/, ""); sub(/:.*/, ""); print }' "$scenarios/$1.yaml"
}

# docker/lab up --all: one after the other, each in containers of its own.
up_all() {
    ensure_engine || fail "$lacking"
    ensure_image
    timelines_present
    mkdir -p $results
    table=$results/compose.tsv
    : >$table
    begun_everything=$(now)
    # shellcheck disable=SC2059 # the row is the format
    printf "$row" scenario result time
    all_variants >$results/all
    while read -r name variant <&3; do
        folder=timelines/$name${variant:+-$variant}
        rm -rf "$folder/verdict.json"
        log=$results/$name${variant:+-$variant}.log
        begun_one=$(now)
        (
            scenario=$name
            scenario_file=
            up_in_containers
        ) >"$log" 2>&1 </dev/null || :
        took=$(since "$begun_one")
        result=$(sed -n 's/.*"result" *: *"\([a-z]*\)".*/\1/p' "$folder/verdict.json" 2>/dev/null | head -n 1)
        # shellcheck disable=SC2059
        printf "$row" "$name${variant:+, $variant}" "${result:-none}" "$took"
        printf '%s\t%s\t%s\n' "$name${variant:+, $variant}" "${result:-none}" "$took" >>$table
        case $result in
            passed) rm -f "$log" ;;
            skipped) grep 'skipped: ' "$log" | sed 's/^/   /' || : ;;
            *) tail -n 20 "$log" | sed 's/^/   /' ;;
        esac
    done 3<$results/all
    up_totals $table
}

# The last line, and the exit code.
up_totals() {
    awk -F'\t' -v spent="$(since "$begun_everything")" '
        { n[$2]++ }
        END {
            printf "%d passed, %d failed, %d skipped", n["passed"], n["failed"] + n["error"], n["skipped"]
            if (n["none"]) printf ", %d without a verdict", n["none"]
            printf " in %s\n", spent
            exit n["failed"] + n["error"] + n["none"] > 0
        }' "$1"
}

# docker/lab repeat [N]: the scenarios in Testcontainers' labs, so many times in a row.
lab_repeat() {
    times=${1:-20}
    case $times in
        '' | *[!0-9]* | 0*) usage "repeat takes a number of times, not $times." ;;
    esac
    [ $# -le 1 ] || usage "repeat takes one number, and no more."
    ensure_engine || fail "$lacking"
    ensure_image
    need_jdk repeat
    test_reaper
    mkdir -p $results
    rm -f $results/repeat-*.log
    : >$results/repeat.tsv
    bad=0
    turn=0
    printf ' %4s  %6s  %6s  %7s  %8s  %5s\n' run passed failed skipped time load
    while [ $turn -lt "$times" ]; do
        turn=$((turn + 1))
        repeat_once || bad=$((bad + 1))
    done
    repeat_table >$results/repeat.md
    tail -n 2 $results/repeat.md
    say "The table is in $results/repeat.md."
    [ $bad -eq 0 ]
}

# One run that hangs must not keep those after it from running.
repeat_limit=900

# One run: a line of repeat.tsv and of the table on the terminal. A run without a report failed.
repeat_once() {
    # The app has no test to run here, so Maven would judge by what a former run of its tests left.
    rm -rf app/target/failsafe-reports lab/target/failsafe-reports
    log=$results/repeat-$turn.log
    load=$(cut -d' ' -f1 /proc/loadavg 2>/dev/null) || load=-
    status=0
    timeout -k 30 $repeat_limit ./mvnw -B -ntp verify -pl app,lab -Dspotless.check.skip -Dtest=NoUnit \
        -Dsurefire.failIfNoSpecifiedTests=false -Dit.test=ScenariosIT \
        -Dfailsafe.failIfNoSpecifiedTests=false -Dinvoker.skip -Drehearsal.skip -Dmaven.javadoc.skip \
        >"$log" 2>&1 </dev/null || status=$?
    sed -n 's/^Tests run: \([0-9]*\), Failures: \([0-9]*\), Errors: \([0-9]*\), Skipped: \([0-9]*\), Time elapsed: \([0-9.]*\) s.*/\1 \2 \3 \4 \5/p' \
        lab/target/failsafe-reports/*ScenariosIT.txt 2>/dev/null >$results/repeat-turn || :
    [ $status -ne 0 ] || [ -s $results/repeat-turn ] || status=1
    awk -v turn=$turn -v load="$load" -v status=$status -v table=$results/repeat.tsv '
        { run += $1; failed += $2 + $3; skipped += $4; time += $5 }
        END {
            printf " %4d  %6d  %6d  %7d  %6.1f s  %5s\n", turn, run - failed - skipped, failed, skipped, time, load
            printf "%d\t%d\t%d\t%d\t%.1f\t%s\t%s\n", turn, run - failed - skipped, failed, skipped, time, load,
                status == 0 ? "passed" : "failed" >>table
        }' $results/repeat-turn
    case $status in
        0) rm -f "$log" ;;
        124 | 137) say "   It was not done after $repeat_limit s, and was ended. All of it is in $log." ;;
        *)
            grep -E 'ScenariosIT\.|^\[ERROR\]' "$log" | head -n 20 | sed 's/^/   /' || :
            say "   All of it is in $log."
            ;;
    esac
    return $status
}

# All runs as a table for the documentation; its last two lines are a summary, and when and where.
repeat_table() {
    echo '| run | passed | failed | skipped | time | load before it |'
    echo '|---|---|---|---|---|---|'
    awk -F'\t' '{ printf "| %d | %d | %d | %d | %.1f s | %s |\n", $1, $2, $3, $4, $5, $6 }' $results/repeat.tsv
    echo
    sort -t'	' -k5,5n $results/repeat.tsv | awk -F'\t' '
        { time[NR] = $5; good += $7 == "passed" }
        END {
            middle = NR % 2 ? time[(NR + 1) / 2] : (time[NR / 2] + time[NR / 2 + 1]) / 2
            printf "%d of %d runs passed, in %.1f to %.1f s each, median %.1f s.\n", good, NR, time[1], time[NR], middle
        }'
    echo "$(date +%Y-%m-%d), $(nproc) cores, Linux $(uname -r), Docker Engine $engine."
}

# docker/lab scenarios: all stages, then the table of app/SCENARIOS.md anew.
lab_scenarios() {
    case $*:$# in
        :0) ;;
        --table:1)
            ensure_engine || fail "$lacking"
            scenarios_table
            return
            ;;
        *) usage "scenarios takes nothing, or --table." ;;
    esac
    need_jdk scenarios
    ensure_engine || fail "$lacking"
    ensure_image
    mkdir -p $results
    step "Building synfin" ./mvnw -B -ntp -q package -pl app -am -DskipTests -Dspotless.check.skip ||
        fail "synfin could not be built."
    say "On loopback:"
    docker/synfin run --all --output target/scenarios/loopback | tee $results/loopback.txt || :
    sed -n 's/^ \(.*[^ ]\)  *\(passed\|failed\|skipped\|error\)  *\([0-9.]* s\)$/\1\t\2\t\3/p' \
        $results/loopback.txt >$results/loopback.tsv
    say "Under Compose:"
    up_all || :
    say "In Testcontainers' labs:"
    lab_repeat 1 || :
    cp lab/target/scenarios.tsv $results/testcontainers.tsv
    scenarios_table
}

# Puts the times of all three stages into app/SCENARIOS.md, between its marks.
scenarios_table() {
    document=app/SCENARIOS.md
    for stage in loopback compose testcontainers; do
        [ -e $results/$stage.tsv ] || fail "docker/lab scenarios has not run every stage yet: there is no $results/$stage.tsv."
        sed "s/^/$stage	/" $results/$stage.tsv
    done >$results/all.tsv
    {
        sed '/<!-- times -->/q' $document
        echo
        echo '| scenario | shows | loopback | Compose | Testcontainers |'
        echo '|---|---|---|---|---|'
        all_variants | while read -r name variant; do
            title=$(sed -n 's/^title: //p' "$scenarios/$name.yaml")
            own=
            ! grep -qE '^(faults|sysctls):|^    sysctls:' "$scenarios/$name.yaml" || own=' ¹'
            awk -F'\t' -v key="$name${variant:+, $variant}" -v name="$name" -v variant="$variant" \
                -v title="$title" -v own="$own" '
                $2 == key { seen[$1] = $3 == "passed" ? $4 : $3 }
                END {
                    printf "| `%s`%s | %s | %s%s | %s | %s |\n", name, variant == "" ? "" : ", " variant,
                        title, seen["loopback"], own, seen["compose"], seen["testcontainers"]
                }' $results/all.tsv
        done
        echo
        echo '¹ in network namespaces made for the run, which needs root.'
        echo
        awk -F'\t' '{ n[$1]++; split($4, t, " "); sum[$1] += t[1] }
            END { printf "In all: loopback %.1f s, Compose %.1f s, one lab of Testcontainers %.1f s", sum["loopback"], sum["compose"], sum["testcontainers"] }' $results/all.tsv
        echo " (two labs run"
        echo "side by side in the tests). $(date +%Y-%m-%d), $(nproc) cores, Linux $(uname -r), Docker Engine $engine."
        echo
        sed -n '/<!-- end of times -->/,$p' $document
    } >$results/document
    cp $results/document $document
    say "The table is in $document."
}
