# Docker Engine and Compose: used as they are where they are, else installed from the distribution's
# packages and started, as root on Debian and Ubuntu.

# What the lab asks of them: health checks with a start interval, the services of one network namespace.
engine_oldest=25.0
compose_oldest=2.24
engine_log=/var/log/synfin-dockerd.log

engine_answers() { docker info >/dev/null 2>&1; }

# Sets `engine`, `compose` and `buildx` to their versions, empty where there is none.
engine_look() {
    facts=$(docker info --format '{{range .ClientInfo.Plugins}}{{.Name}} {{.Version}}{{println}}{{end}}engine {{.ServerVersion}}' 2>/dev/null) || :
    engine=$(fact engine)
    compose=$(fact compose)
    buildx=$(fact buildx)
}

fact() { echo "$facts" | sed -n "s/^$1 //p"; }

# at_least WANTED FOUND: versions of two numbers, "1.45" or "v2.26.1-4".
at_least() {
    found=${2#v}
    found_minor=${found#*.}
    found_minor=${found_minor%%[!0-9]*}
    [ "${found%%.*}" -gt "${1%%.*}" ] 2>/dev/null ||
        { [ "${found%%.*}" -eq "${1%%.*}" ] && [ "${found_minor:-0}" -ge "${1#*.}" ]; } 2>/dev/null
}

# Returns 0 when nothing is missing; else sets `lacking` to a sentence about it.
engine_suffices() {
    engine_look
    lacking=
    if ! has docker; then
        lacking="Docker is not installed."
    elif [ -z "$engine" ]; then
        lacking="No Docker Engine answers (docker info)."
    elif ! at_least $engine_oldest "$engine"; then
        lacking="Docker Engine $engine is too old: the lab needs $engine_oldest."
    elif ! at_least $compose_oldest "$compose"; then
        lacking="Docker Compose $compose_oldest or later is missing (docker compose version)."
    elif [ -z "$buildx" ]; then
        lacking="Docker's buildx plugin is missing (docker buildx version)."
    fi
    [ -z "$lacking" ]
}

# ensure_engine: returns 1, with `lacking` set, where there is none and none may be installed.
ensure_engine() {
    engine_suffices && return
    engine_is_ours_to_change || return 1
    if ! engine_installed; then
        say "$lacking"
        if ! may_install "Docker Engine, Compose and buildx from the distribution's packages"; then
            lacking="Docker is not installed."
            return 1
        fi
        alone engine_install || fail "Docker could not be installed; see above."
    fi
    alone engine_start || fail "Docker Engine could not be started; see above."
    engine_suffices || fail "$lacking"
}

# Sets `lacking` where an engine cannot be installed or started from here.
engine_is_ours_to_change() {
    if [ -n "${DOCKER_HOST:-}" ]; then
        lacking="$lacking DOCKER_HOST names $DOCKER_HOST; synfin does not touch it."
    elif [ "$(uname -s)" != Linux ]; then
        lacking="$lacking Install Docker Desktop: https://docs.docker.com/get-started/get-docker/"
    elif [ "$(id -u)" != 0 ]; then
        if has dockerd; then
            lacking="$lacking Start it (sudo systemctl start docker), or join the group that may use it (sudo usermod -aG docker $(id -un))."
        else
            lacking="$lacking Install Docker Engine and Compose (https://docs.docker.com/engine/install/), or run docker/lab engine as root on Debian or Ubuntu."
        fi
    elif ! engine_installed && [ -n "$engine" ]; then
        lacking="$lacking The engine that runs was not installed by synfin and stays as it is; add what is missing."
    elif ! engine_installed && ! engine_distribution; then
        lacking="$lacking Install Docker Engine and Compose: https://docs.docker.com/engine/install/"
    else
        return 0
    fi
    return 1
}

engine_installed() {
    engine_look
    has dockerd && at_least $compose_oldest "$compose" && [ -n "$buildx" ]
}

# Sets `distribution` where it is one whose packages bring an engine.
engine_distribution() {
    distribution=$(sed -n 's/^ID="\{0,1\}\([a-z]*\).*/\1/p' /etc/os-release 2>/dev/null) || :
    case $distribution in
        debian | ubuntu) has apt-get ;;
        *) return 1 ;;
    esac
}

engine_install() {
    ! engine_installed || return 0
    packages_known || return
    if [ "$distribution" = ubuntu ]; then
        engine_packages="docker.io docker-compose-v2 docker-buildx"
    else
        engine_packages="docker.io docker-cli docker-compose docker-buildx"
        offered=$(apt-cache policy docker.io | sed -n 's/^  Candidate: //p')
        if ! at_least 25.0 "$offered"; then
            engine_add_trixie || return
            engine_packages="docker.io/trixie docker-cli/trixie docker-compose/trixie docker-buildx/trixie"
        fi
    fi
    # shellcheck disable=SC2086 # a list of packages
    packages_install $engine_packages iptables ca-certificates
}

# Debian 12's own engine is too old. Debian 13's packages install on it; a low priority keeps every
# other package at Debian 12's version.
engine_add_trixie() {
    say "This release's Docker is too old ($offered): adding Debian 13 (trixie) as a source with low priority, in /etc/apt/sources.list.d/synfin-trixie.sources."
    cat >/etc/apt/sources.list.d/synfin-trixie.sources <<END
Types: deb
URIs: $(debian_mirror)
Suites: trixie
Components: main
Signed-By: /usr/share/keyrings/debian-archive-keyring.gpg
END
    cat >/etc/apt/preferences.d/synfin-trixie <<END
Package: *
Pin: release n=trixie
Pin-Priority: 100
END
    packages_known
}

debian_mirror() {
    # shellcheck disable=SC2016 # apt's own variable
    mirror=$(apt-get indextargets --format '$(REPO_URI)' 'Origin: Debian' 'Label: Debian' 2>/dev/null | head -n 1)
    echo "${mirror:-http://deb.debian.org/debian}"
}

engine_start() {
    ! engine_answers || return 0
    if [ -d /run/systemd/system ]; then
        step "Starting Docker Engine" systemctl start docker
    else
        engine_forget_stale /run/docker.pid dockerd
        engine_forget_stale /run/docker/containerd/containerd.pid containerd
        # In a session of its own: it goes on when this script, or its terminal, ends. What whoever
        # called this has open, such as the lock of a flock, must not stay open with it.
        setsid dockerd </dev/null >"$engine_log" 2>&1 3>&- 4>&- 5>&- 6>&- 7>&- 8>&- 9>&- &
        engine_pid=$!
        step "Starting Docker Engine (its log: $engine_log)" engine_await "$engine_pid"
    fi
}

# A process that is gone, or that is another program by now, must not keep the engine from starting.
engine_forget_stale() {
    [ -e "$1" ] || return 0
    holder=$(cat "/proc/$(cat "$1")/comm" 2>/dev/null) || holder=
    [ "$holder" = "$2" ] || rm -f "$1"
}

engine_await() {
    tries=0
    until engine_answers; do
        tries=$((tries + 1))
        if [ $tries -gt 300 ] || ! kill -0 "$1" 2>/dev/null; then
            tail -n 20 "$engine_log"
            return 1
        fi
        sleep 0.2
    done
}
