# docker/lab bench: synfin beside other tools, on this machine, without containers.

lab_bench() {
    find_jdk || fail "It needs a JDK $jdk_oldest or later."
    step "Building synfin and its benchmarks (./mvnw package)" \
        ./mvnw -B -q -ntp -pl app,bench -am -DskipTests package || fail "see above."
    classes="bench/target/classes:bench/target/lib/*"
    case ${1:-} in
        '') ;;
        --jmh)
            exec "$JAVA_HOME/bin/java" -cp "$classes" org.openjdk.jmh.Main -prof gc SegmentBenchmark
            ;;
        --live)
            bench_can_live
            bench_train "capture -q --format jsonl -i lo --for 1s -o {out}"
            exec "$JAVA_HOME/bin/java" --enable-native-access=ALL-UNNAMED \
                ${SECONDS_EACH:+-Dseconds="$SECONDS_EACH"} -cp "$classes" \
                dev.synfin.bench.LiveMain "$root/docker/synfin" "$root/target/bench"
            ;;
        --bounded)
            exec "$JAVA_HOME/bin/java" ${TIMES:+-Dtimes="$TIMES"} ${ENDS:+-Dends="$ENDS"} -cp "$classes" \
                dev.synfin.bench.BoundedMain "$root/docker/synfin" "$root/target/bench"
            ;;
        --report)
            bench_report
            return
            ;;
        *) usage "bench has no option $1." ;;
    esac
    bench_train
    exec "$JAVA_HOME/bin/java" -cp "$classes" ${TSHARK:+-Dtshark="$TSHARK"} ${ROUNDS:+-Drounds="$ROUNDS"} \
        dev.synfin.bench.Main "$root/docker/synfin" "$root/target/bench"
}

# How fast the report opens and scrolls, in the browser that the tests use.
bench_report() {
    ensure_engine || fail "$lacking The browser runs in a container."
    ensure_image
    test_reaper
    ensure_others
    ./mvnw -B -q -ntp verify -pl app,lab -Dtest=None -Dsurefire.failIfNoSpecifiedTests=false \
        -Dit.test=ReportSpeed -Dfailsafe.failIfNoSpecifiedTests=false -Dinvoker.skip \
        -Dbrowser.image=synfin/test-browser:latest || fail "see above."
    cat lab/target/report/speed.txt
}

bench_can_live() {
    [ "$(id -u)" -eq 0 ] || fail "It captures in networks of its own, which root may make: run it as root."
    for tool in ip tcpdump; do
        command -v $tool >/dev/null || fail "It needs $tool (Debian: apt-get install iproute2 tcpdump)."
    done
}

# The cache of loaded classes, which docker/synfin finds beside the jar, as in the image.
# bench_train [COMMAND]: rehearses one more command, which writes to {out}.
bench_train() {
    training=$(mktemp -d)
    step "Making the cache of classes" bench_train_in "$training" "$@"
    rm -rf "$training"
}

bench_train_in() {
    "$JAVA_HOME/bin/java" -cp "$classes" dev.synfin.bench.CaptureMaker short "$1/short.pcap" 20000 &&
        SYNFIN_AOT_OUTPUT=$root/app/target/synfin.aot docker/synfin rehearse \
            "analyze --summary $1/short.pcap" \
            "analyze --format jsonl --payload-bytes 0 -o $1/short.jsonl $1/short.pcap" \
            "analyze -o $1/short.json $1/short.pcap" "show $1/short.json" \
            ${2:+"$(printf '%s' "$2" | sed "s|{out}|$1|")"}
}
