# A JDK of this host that can build synfin.

jdk_oldest=25

# Sets and exports JAVA_HOME; returns 1 where there is none.
find_jdk() {
    javac=$(command -v javac) && javac=$(readlink -f "$javac") || javac=
    for home in "${JAVA_HOME:-}" "${javac%/bin/javac}" /usr/lib/jvm/* /opt/java/* /opt/jdk* \
        "${HOME:-}"/.sdkman/candidates/java/* "${HOME:-}"/.jdks/* \
        /Library/Java/JavaVirtualMachines/*/Contents/Home; do
        [ -x "$home/bin/javac" ] || continue
        version=$(sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$home/release" 2>/dev/null)
        if [ "${version:-0}" -ge $jdk_oldest ]; then
            JAVA_HOME=$home
            export JAVA_HOME
            return
        fi
    done
    return 1
}
