# docker/lab test: every test, those with containers too.

lab_test() {
    begun_all=$(now)
    in_container=
    while :; do
        case ${1:-} in
            --install) install=yes ;;
            --container) in_container="As you wish" ;;
            *) break ;;
        esac
        shift
    done
    ensure_engine || fail "$lacking The scenario tests need it; ./mvnw verify -DskipScenarios runs the others."
    ensure_image
    test_reaper
    ensure_tshark
    ensure_others
    for other in $others; do
        set -- "-D$other.image=synfin/test-$other:latest" "$@"
    done
    marker=$(mktemp)
    trap 'rm -f "$marker"' EXIT
    status=0
    if [ -z "$in_container" ] && test_here; then
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
    image_build tshark "the image with tshark, which the tests compare with" --tag synfin/tshark:latest ||
        fail "the image with tshark could not be built; see above."
}

others="redis nginx postgres browser"

# Software that others wrote, from Debian's packages, for the tests that tap it, or look with it; built
# anew where how it is built has changed.
ensure_others() {
    recipe=$(cksum <lab/src/test/docker/Dockerfile)
    for other in $others; do
        label=$(docker image inspect --format '{{index .Config.Labels "dev.synfin.recipe"}}' \
            "synfin/test-$other:latest" 2>/dev/null) || label=
        if [ "$label" = "$recipe" ]; then continue; fi
        ensure_base
        step "Building the image with $other, for the tests" docker build --target "$other" \
            --build-arg "BASE=$base" --label "dev.synfin.recipe=$recipe" \
            --tag "synfin/test-$other:latest" lab/src/test/docker ||
            fail "the image with $other could not be built; see above."
    done
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

# Whether every test can run on this machine as it is; else `in_container` says why not. They capture,
# make interfaces and mount a full disk: without root, and without these tools, they cannot.
test_here() {
    if [ "$(uname -s)" != Linux ]; then
        in_container="This is no Linux"
    elif [ "$(id -u)" != 0 ]; then
        in_container="Some tests capture, which takes root"
    elif ! find_jdk; then
        in_container="There is no JDK $jdk_oldest or later on this machine"
    else
        for tool in ip iptables setpriv mount python3 docker; do
            has $tool || in_container="${in_container:+$in_container; }$tool is missing here"
        done
        libpcap_here || in_container="${in_container:+$in_container; }libpcap is missing here"
    fi
    [ -z "$in_container" ]
}

libpcap_here() {
    PATH=$PATH:/sbin:/usr/sbin ldconfig -p 2>/dev/null | grep -q 'libpcap\.so'
}

# Maven in a container, on the same files, the same local repository and the same engine. Root there
# has what the tests need of it, /proc/sys of the networks that they make included; with the engine's
# socket it is no less than root here anyway.
test_in_container() {
    say "$in_container: Maven and the tests run in a container."
    ensure_base
    image_build test "the image that the tests run in" --tag synfin/test:latest ||
        fail "the image for the tests could not be built; see above."
    engine_socket
    repository=${HOME:?}/.m2
    mkdir -p "$repository"
    set -- --volume "$root:$root" --volume "$repository:$repository" --workdir "$root" \
        --volume "$socket:/var/run/docker.sock" --env DOCKER_HOST=unix:///var/run/docker.sock \
        --env HOME="$HOME" --env TESTCONTAINERS_RYUK_DISABLED --env OWNER="$(id -u):$(id -g)" \
        --cap-add NET_ADMIN --cap-add NET_RAW --cap-add SYS_ADMIN --security-opt apparmor=unconfined \
        --security-opt systempaths=unconfined \
        --sysctl net.ipv6.conf.all.disable_ipv6=0 --sysctl net.ipv6.conf.default.disable_ipv6=0 \
        synfin/test:latest sh -c "$test_script" mvnw "$@"
    if host_trust_store; then
        set -- --volume "$(readlink -f "$trust_store"):/etc/ssl/certs/java/cacerts:ro" "$@"
    fi
    docker run --rm --init "$@"
}

# What root wrote there belongs to whoever asked for it.
# shellcheck disable=SC2016 # variables of the container
test_script='
    ./mvnw -B -ntp -Duser.home="$HOME" verify "$@"
    status=$?
    [ "$OWNER" = 0:0 ] ||
        find "$HOME/.m2" target app/target lab/target timelines -user 0 -exec chown -h "$OWNER" {} + 2>/dev/null
    exit $status'

# Sets `socket`: where the engine listens on its own machine.
engine_socket() {
    endpoint=${DOCKER_HOST:-$(docker context inspect --format '{{.Endpoints.docker.Host}}')}
    case $(uname -s):$endpoint in
        Linux:unix://*) socket=${endpoint#unix://} ;;
        *:unix://*) socket=/var/run/docker.sock ;;
        *) fail "The tests can run in a container only where the engine is this machine's own, not at $endpoint." ;;
    esac
}

# The totals of this run's reports, on one line.
test_totals() {
    find . -path '*/target/*-reports/*.txt' -newer "$marker" -exec \
        sed -n 's/^Tests run: \([0-9]*\), Failures: \([0-9]*\), Errors: \([0-9]*\), Skipped: \([0-9]*\).*/\1 \2 \3 \4/p' {} + |
        awk '{ run += $1; failed += $2 + $3; skipped += $4 }
            END { printf "%d passed, %d failed, %d skipped\n", run - failed - skipped, failed, skipped }'
}
