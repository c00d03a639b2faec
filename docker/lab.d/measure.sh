# docker/lab parity, fuzz, mutation: measurements, each with a JDK of this host.

need_jdk() {
    find_jdk || fail "docker/lab $1 needs a JDK $jdk_oldest or later; there is none on this machine."
}

# docker/lab parity [--tshark COMMAND] [--zeek FILE] [--retransmissions FILE] FILE-OR-FOLDER...
lab_parity() {
    tshark=
    zeek=
    again=
    while [ $# -gt 0 ]; do
        case $1 in
            --tshark | --zeek | --retransmissions) [ $# -ge 2 ] || usage "$1 needs a value." ;;
        esac
        case $1 in
            --tshark) tshark=$2 ;;
            --zeek) zeek=$(there "$2") ;;
            --retransmissions) again=$(there "$2") ;;
            -*) usage "parity has no option $1." ;;
            *) break ;;
        esac
        shift 2
    done
    [ $# -gt 0 ] || usage "parity needs a capture file or a folder of them."
    need_jdk parity
    paths=
    for each in "$@"; do
        path=$(there "$each")
        paths="$paths$path
"
    done
    [ -n "$tshark" ] || parity_container
    classpath=app/target/parity.classpath
    ./mvnw -B -ntp -q test-compile org.apache.maven.plugins:maven-dependency-plugin:3.10.0:build-classpath \
        -Dmdep.outputFile="$root/$classpath" -pl app -Dspotless.check.skip || fail "synfin could not be built."
    IFS='
'
    # shellcheck disable=SC2086
    set -- $paths
    [ -z "$again" ] || set -- --retransmissions "$again" "$@"
    [ -z "$zeek" ] || set -- --zeek "$zeek" "$@"
    "$JAVA_HOME/bin/java" -cp "app/target/test-classes:app/target/classes:$(cat $classpath)" \
        dev.synfin.parity.Parity --tshark "$tshark" "$@"
}

# there PATH: the path as it is from everywhere.
there() {
    (cd "$began_in" && readlink -e "$1") || fail "$1 is not there."
}

# tshark 4.4 in a container that sees the captures where they are.
parity_container() {
    ensure_engine || fail "$lacking Or give a tshark of your own with --tshark."
    ensure_tshark
    set --
    old_ifs=$IFS
    IFS='
'
    for each in $paths; do
        set -- "$@" --volume "$each:$each:ro"
    done
    IFS=$old_ifs
    container=$(docker run --detach --rm --network none "$@" --entrypoint sleep synfin/tshark:latest infinity)
    trap 'docker rm --force "$container" >/dev/null 2>&1' EXIT
    tshark="docker exec $container tshark"
    $tshark --version | head -1
}

# docker/lab fuzz [MINUTES]
lab_fuzz() {
    minutes=${1:-10}
    case $minutes in
        '' | *[!0-9]*) usage "fuzz takes a number of minutes, not $minutes." ;;
    esac
    need_jdk fuzz
    ./mvnw -B -ntp -q test-compile -pl app -Pfuzz -Dspotless.check.skip || fail "synfin could not be built."
    seconds=$((minutes * 60 / 4))
    status=0
    printf '| target | seconds | runs | branches and features | peak memory | findings |\n|---|---|---|---|---|---|\n'
    for target in DecoderFuzz OptionsFuzz CaptureFileFuzz TrackerFuzz; do
        fuzz "$target" || status=1
    done
    exit $status
}

# One target; what it finds stays in app/target/fuzz/TARGET.
fuzz() {
    work=app/target/fuzz/$1
    mkdir -p "$work/corpus"
    found=0
    "$JAVA_HOME/bin/java" -XX:+EnableDynamicAgentLoading --enable-native-access=ALL-UNNAMED -Xmx256m \
        -cp "app/target/test-classes:app/target/classes:$(cat app/target/fuzz.classpath)" \
        com.code_intelligence.jazzer.Jazzer --target_class="dev.synfin.fuzz.$1" \
        --instrumentation_includes='dev.synfin.**' --reproducer_path="$work" \
        -max_total_time=$seconds -timeout=25 -rss_limit_mb=1024 -max_len=4096 -print_final_stats=1 \
        -artifact_prefix="$work/" "$work/corpus" "app/src/test/resources/dev/synfin/fuzz/$1" \
        >"$work/log" 2>&1 || found=1
    runs=$(sed -n 's/^stat::number_of_executed_units: *//p' "$work/log")
    memory=$(sed -n 's/^stat::peak_rss_mb: *//p' "$work/log")
    features=$(sed -n 's/.*cov: \([0-9]*\) ft: \([0-9]*\).*/\1, \2/p' "$work/log" | tail -1)
    printf '| %s | %s | %s | %s | %s MB | %s |\n' "$1" "$seconds" "${runs:-?}" "${features:-?}" "${memory:-?}" "$found"
    if [ $found -ne 0 ]; then
        say "$1 found something: see $work/log and the input beside it."
        return 1
    fi
}

# docker/lab mutation
lab_mutation() {
    need_jdk mutation
    ./mvnw -B -ntp -q test-compile org.pitest:pitest-maven:mutationCoverage -pl app -Pmutation "$@" ||
        fail "fewer than 80 % of the mutations were noticed, or the tests failed: see app/target/pit-reports."
    awk -F, '{ package = $2 ~ /\.wire\./ ? "wire" : "track"
               all[package]++
               if ($6 == "KILLED" || $6 == "TIMED_OUT" || $6 == "MEMORY_ERROR") noticed[package]++ }
        END { for (p in all) {
                  share = 100 * noticed[p] / all[p]
                  printf "%s: %d of %d mutations noticed (%.1f %%)\n", p, noticed[p], all[p], share
                  if (share < 80) few = 1 }
              exit few }' app/target/pit-reports/mutations.csv ||
        fail "fewer than 80 % of a package's mutations were noticed: see app/target/pit-reports."
}
