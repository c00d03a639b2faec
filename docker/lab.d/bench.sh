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
        *) usage "bench has no option $1." ;;
    esac
    bench_train
    exec "$JAVA_HOME/bin/java" -cp "$classes" ${TSHARK:+-Dtshark="$TSHARK"} ${ROUNDS:+-Drounds="$ROUNDS"} \
        dev.synfin.bench.Main "$root/docker/synfin" "$root/target/bench"
}

# The cache of loaded classes, which docker/synfin finds beside the jar, as in the image.
bench_train() {
    training=$(mktemp -d)
    step "Making the cache of classes" bench_train_in "$training"
    rm -rf "$training"
}

bench_train_in() {
    "$JAVA_HOME/bin/java" -cp "$classes" dev.synfin.bench.CaptureMaker short "$1/short.pcap" 20000 &&
        SYNFIN_AOT_OUTPUT=$root/app/target/synfin.aot docker/synfin analyze --summary "$1/short.pcap"
}
