# Debian's and Ubuntu's packages: asked for where a person can answer, announced where none can.

# may_install WHAT: returns 1 when the person at the terminal does not want it.
may_install() {
    if [ -z "${install:-}" ] && [ -t 0 ] && [ -t 2 ]; then
        printf 'Install %s? [y/N] ' "$1" >&2
        read -r answer || answer=
        case $answer in [yY]*) ;; *) return 1 ;; esac
    else
        say "Installing $1 …"
    fi
}

# alone COMMAND: two runs at once do not install or start the same thing; the second waits.
alone() {
    (
        flock 9
        "$@" 9>&-
    ) 9>/run/lock/synfin
}

packages_known() {
    step "Reading the lists of packages" apt-get update -q
}

packages_install() {
    step "Installing $*" env DEBIAN_FRONTEND=noninteractive \
        apt-get install -y -q --no-install-recommends -o DPkg::Lock::Timeout=300 "$@"
}
