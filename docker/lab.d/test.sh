# docker/lab test: every test, those with containers too.

lab_test() {
    begun_all=$(now)
    [ "${1:-}" != --install ] || { install=yes && shift; }
    ensure_engine || fail "$lacking The scenario tests need it; ./mvnw verify -DskipScenarios runs the others."
    ensure_image
    test_reaper
    ensure_tshark
    marker=$(mktemp)
    trap 'rm -f "$marker"' EXIT
    status=0
    if find_jdk; then
        say "Building and testing with the JDK in $JAVA_HOME …"
        ./mvnw -B -ntp verify "$@" || status=$?
    else
        test_in_container "$@" || status=$?
    fi
    say "$(since "$begun_all") in all."
    test_totals
    exit $status
}

# What the tests compare the taps' captures with.
ensure_tshark() {
    if docker image inspect synfin/tshark:latest >/dev/null 2>&1; then return; fi
    ensure_base
    image_build tshark --tag synfin/tshark:latest || fail "the image with tshark could not be built; see above."
}

# Testcontainers' helper that sweeps up after a killed run: where its image cannot be had, the test
# kit removes what it made itself.
test_reaper() {
    [ -z "${TESTCONTAINERS_RYUK_DISABLED:-}" ] || return 0
    if [ -n "$(docker image ls --quiet testcontainers/ryuk)" ]; then return; fi
    if ! timeout 20 docker buildx imagetools inspect testcontainers/ryuk:latest >/dev/null 2>&1; then
        export TESTCONTAINERS_RYUK_DISABLED=true
    fi
}

# Without a JDK here, Maven runs in the image that builds synfin, on the same files and engine.
test_in_container() {
    say "There is no JDK $jdk_oldest or later on this machine; Maven runs in a container."
    ensure_base
    image_build build --tag synfin/build:latest || fail "the build image could not be built; see above."
    socket=/var/run/docker.sock
    mkdir -p "$HOME/.m2"
    set -- --volume "$root:$root" --volume "$HOME/.m2:$HOME/.m2" --workdir "$root" \
        --volume $socket:$socket --group-add "$(stat -c %g $socket)" \
        --env HOME="$HOME" --env TESTCONTAINERS_RYUK_DISABLED \
        synfin/build:latest ./mvnw -B -ntp -Duser.home="$HOME" verify "$@"
    if host_trust_store; then
        set -- --volume "$(readlink -f "$trust_store"):/etc/ssl/certs/java/cacerts:ro" "$@"
    fi
    docker run --rm --init --network host --user "$(id -u):$(id -g)" "$@"
}

# The totals of this run's reports, on one line.
test_totals() {
    find . -path '*/target/*-reports/*.txt' -newer "$marker" -exec \
        sed -n 's/^Tests run: \([0-9]*\), Failures: \([0-9]*\), Errors: \([0-9]*\), Skipped: \([0-9]*\).*/\1 \2 \3 \4/p' {} + |
        awk '{ run += $1; failed += $2 + $3; skipped += $4 }
            END { printf "%d passed, %d failed, %d skipped\n", run - failed - skipped, failed, skipped }'
}
