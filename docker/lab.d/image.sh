# The image: built when something that it is made of has changed, from a base that is pulled or, where
# there is no registry, made of Debian's packages.

image=synfin/lab:latest
own_base=synfin/base:trixie
public_base=debian:trixie-slim

ensure_image() {
    inputs=$(image_inputs)
    old=$(docker image inspect --format '{{.Id}} {{index .Config.Labels "dev.synfin.inputs"}}' $image 2>/dev/null) || old=
    if [ "${old#* }" != "$inputs" ]; then
        ensure_base
        image_build lab "the image (a minute or two the first time)" --tag $image --build-arg "INPUTS=$inputs" --build-arg "VERSION=$(project_version)" ||
            fail "the image could not be built; see above."
        # The one it replaces, unless a container still uses it.
        [ -z "$old" ] || docker image rm "${old%% *}" >/dev/null 2>&1 || :
    fi
    # The taps of the test kit are made of the same.
    docker tag $image "synfin/tap:$(project_version)"
    image_id=$(docker image inspect --format '{{.Id}}' $image)
}

# One name for all that the image is made of: what .dockerignore lets through, and the Dockerfile.
image_inputs() {
    digest=sha256sum
    has $digest || digest=shasum
    find pom.xml mvnw .mvn app/pom.xml app/src/main app/src/rehearsal lab/pom.xml docker/Dockerfile docker/entrypoint docker/synfin \
        -type f | LC_ALL=C sort | tr '\n' '\0' | xargs -0 "$digest" | "$digest" | cut -c 1-16
}

project_version() {
    sed -n '/<parent>/,/<\/parent>/d; s|.*<version>\(.*\)</version>.*|\1|p' pom.xml | head -n 1
}

# image_build TARGET WHAT OPTION...
image_build() {
    target=$1
    what=$2
    shift 2
    set -- docker build --file docker/Dockerfile --target "$target" --build-arg "BASE=$base" "$@" .
    if host_trust_store; then
        set -- "$@" --secret "id=cacerts,src=$trust_store"
    fi
    if [ -t 2 ]; then
        say "Building $what …"
        "$@" >&2
    else
        step "Building $what" "$@"
    fi
}

# Where HTTPS goes through a private CA, this host trusts it and a container does not. Sets
# `trust_store` to what Java knows here, or to a store with the certificates that were added here.
host_trust_store() {
    for trust_store in /etc/ssl/certs/java/cacerts /etc/pki/java/cacerts; do
        [ ! -r "$trust_store" ] || return 0
    done
    for added in /usr/local/share/ca-certificates /etc/pki/ca-trust/source/anchors; do
        if [ -n "$(find "$added" -name '*.crt' -o -name '*.pem' 2>/dev/null)" ]; then
            trust_store=target/cacerts
            step "Handing this machine's own certificates in $added to the build" trust_store_build "$added"
            return
        fi
    done
    return 1
}

trust_store_build() {
    mkdir -p target &&
        docker build --quiet --file docker/Dockerfile --target jdk --build-arg "BASE=$base" --tag synfin/jdk . &&
        docker run --rm --volume "$1:/added:ro" synfin/jdk sh -c '
            cp /etc/ssl/certs/java/cacerts /tmp/cacerts
            for file in $(find /added -type f); do
                $JAVA_HOME/bin/keytool -importcert -noprompt -keystore /tmp/cacerts \
                    -storepass changeit -alias "$file" -file "$file" >&2
            done
            cat /tmp/cacerts' >target/cacerts
}

# Sets `base`.
ensure_base() {
    [ -z "${BASE:-}" ] || {
        base=$BASE
        return
    }
    for base in $public_base $own_base; do
        ! docker image inspect "$base" >/dev/null 2>&1 || return 0
    done
    base=$public_base
    say "Pulling $base …"
    ! docker pull --quiet $base >/dev/null 2>&1 || return 0
    say "  it cannot be pulled; the same is built from Debian's packages."
    base=$own_base
    ensure_mmdebstrap
    step "Building $base (mmdebstrap)" base_build || fail "the base image could not be built; see above."
}

ensure_mmdebstrap() {
    ! has mmdebstrap || return 0
    if [ "$(id -u)" != 0 ] || ! has apt-get; then
        fail "No registry can be reached, and mmdebstrap, which builds the base image from Debian's packages, is missing: install it, or set BASE to an image of Debian 13 that you have."
    fi
    may_install "mmdebstrap, to build the base image with" ||
        fail "Without mmdebstrap there is no base image; set BASE to an image of Debian 13 that you have."
    alone mmdebstrap_install || fail "mmdebstrap could not be installed; see above."
}

mmdebstrap_install() {
    packages_known && packages_install mmdebstrap debian-archive-keyring
}

base_build() {
    made_in=$(mktemp -d)
    mmdebstrap --variant=minbase --quiet \
        --aptopt='Apt::Install-Recommends "false"' \
        --dpkgopt='path-exclude=/usr/share/doc/*' --dpkgopt='path-include=/usr/share/doc/*/copyright' \
        --dpkgopt='path-exclude=/usr/share/man/*' --dpkgopt='path-exclude=/usr/share/locale/*' \
        trixie "$made_in/base.tar" "$(debian_mirror)" &&
        docker import --change 'CMD ["bash"]' "$made_in/base.tar" $own_base
    built=$?
    rm -rf "$made_in"
    return $built
}
