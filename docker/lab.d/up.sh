# docker/lab up: one scenario in containers of its own, which are gone when it is over.

scenarios=app/src/main/resources/scenarios

lab_up() {
    scenario=
    variant=
    every=
    watch=
    while [ $# -gt 0 ]; do
        case $1 in
            --install) install=yes ;;
            --all) every=yes ;;
            --watch) watch=yes ;;
            --variant)
                [ $# -ge 2 ] || usage "--variant needs a name."
                variant=$2
                shift
                ;;
            --variant=*) variant=${1#*=} ;;
            -*) usage "up has no option $1." ;;
            *)
                [ -z "$scenario" ] || usage "up takes one scenario, not $scenario and $1."
                scenario=$1
                ;;
        esac
        shift
    done
    if [ -n "$every" ]; then
        [ -z "$scenario$variant" ] || usage "up --all runs every scenario: name none, and no variant."
        up_all
        return
    fi
    if [ -n "$watch" ]; then
        [ -z "$scenario$variant" ] || usage "up --watch takes no scenario: its page starts them."
        up_watch
        return
    fi
    scenario=${scenario:-handshake}
    up_scenario
    timelines_present
    if ensure_engine; then
        ensure_image
        up_in_containers
    else
        say "$lacking"
        say "Running the scenario on this machine's loopback interface instead: no containers, no network between the ends."
        up_on_loopback
    fi
}

# Sets `scenario_file` for a file of the user's own. What is wrong is said before anything is built or
# started, as synfin says it.
up_scenario() {
    scenario_file=
    case $scenario in
        */* | *.*)
            scenario_file=$(cd "$began_in" && readlink -f "$scenario") && [ -f "$scenario_file" ] ||
                wrong "There is no scenario file $scenario."
            [ -r "$scenario_file" ] || wrong "$scenario must not be read: give yourself the right to."
            ;;
        *)
            grep -qxF -e "$scenario" $scenarios/index.txt ||
                wrong "There is no scenario $scenario$(nearest "$scenario" <$scenarios/index.txt) There are: $(listed <$scenarios/index.txt). A file of your own is named by its path, such as ./mine.yaml."
            up_variant
            ;;
    esac
}

# Refuses a variant that the scenario has not.
up_variant() {
    [ -n "$variant" ] || return 0
    variants=$(variants_of "$scenario")
    [ -n "$variants" ] || wrong "The scenario $scenario has no variants."
    printf '%s\n' "$variants" | grep -qxF -e "$variant" ||
        wrong "The scenario $scenario has no variant $variant$(printf '%s\n' "$variants" | nearest "$variant") It has: $(printf '%s\n' "$variants" | listed)."
}

# Lines, one after the other: "a, b, c"
listed() {
    paste -sd, - | sed 's/,/, /g'
}

# The folder belongs to whoever owns the checkout: the lab's files will be its owner's.
timelines_present() {
    if [ ! -d timelines ]; then
        mkdir timelines || fail "The folder $root/timelines could not be made: the runs are left there."
        chown "$(stat -c %u:%g .)" timelines 2>/dev/null || :
    fi
    # Its owner writes, in a container that has no other right to: not even root's.
    if [ -z "$(find timelines -prune -perm -u=wx)" ]; then
        fail "The folder $root/timelines cannot be written by its owner: change its mode (chmod u+rwx)."
    fi
}

up_in_containers() {
    project=synfin-$$-$(date +%s)
    SYNFIN_IMAGE=$image_id
    SYNFIN_SCENARIO=$scenario
    SYNFIN_VARIANT=$variant
    set -- docker compose --progress quiet --project-name "$project" --file compose.yaml
    if [ -n "$scenario_file" ]; then
        SYNFIN_FILE=$scenario_file
        SYNFIN_SCENARIO=/scenarios/$(basename "$scenario_file")
        export SYNFIN_FILE
        set -- "$@" --file docker/compose.file.yaml
    fi
    SYNFIN_SUBNET6=$(up_subnet6)
    export SYNFIN_IMAGE SYNFIN_SCENARIO SYNFIN_VARIANT SYNFIN_SUBNET6
    output_as_here
    # Whatever ends this script, what it made goes.
    verdict=
    trap 'say "Stopped; keeping what was captured, and removing what the run made …"; up_salvage; up_remove "$@"; up_remove_late' EXIT
    trap 'exit 130' INT
    trap 'exit 143' TERM HUP

    begun_all=$(now)
    step "Starting the lab: two hosts, the network between them, taps, programs" \
        "$@" up --detach --no-build || {
        up_complaints "$@"
        exit 1
    }
    # (The engine itself is asked: Compose would read its files once more.)
    verdict=$(docker ps --all --quiet --no-trunc --filter "label=com.docker.compose.project=$project" \
        --filter label=com.docker.compose.service=verdict)
    # In the background, so that a signal is obeyed at once.
    docker logs --follow "$verdict" &
    wait $! || :
    status=$(docker wait "$verdict")
    [ "$status" = 0 ] || up_complaints "$@"
    trap - EXIT
    step "Removing its containers and network" up_remove "$@"
    say "$(since "$begun_all") in all."
    [ "$began_in" = "$root" ] || say "The folder timelines is $root/timelines."
    exit "$status"
}

# The live page, and a lab that stays for what is started there, until Ctrl-C.
up_watch() {
    timelines_present
    if ! ensure_engine; then
        say "$lacking"
        say "The page runs its scenarios on this machine's loopback interface instead: no containers, no network between the ends."
        up_jar
        exec docker/synfin watch -o timelines
    fi
    ensure_image
    project=synfin-$$-$(date +%s)
    SYNFIN_IMAGE=$image_id
    SYNFIN_SUBNET6=$(up_subnet6)
    export SYNFIN_IMAGE SYNFIN_SUBNET6
    set -- docker compose --progress quiet --project-name "$project" --file compose.yaml --file docker/compose.watch.yaml
    page=
    trap 'say "Removing the page and its lab …"; up_close; up_remove "$@"; up_remove_late' EXIT
    trap 'exit 130' INT
    trap 'exit 143' TERM HUP

    step "Starting the lab and its page" "$@" up --detach --no-build || {
        up_complaints "$@"
        exit 1
    }
    page=$(docker ps --all --quiet --no-trunc --filter "label=com.docker.compose.project=$project" \
        --filter label=com.docker.compose.service=page)
    say "The page is for this machine alone, and for who has its address. Ctrl-C ends it."
    docker logs --follow "$page" &
    wait $! || :
    status=$(docker wait "$page")
    up_complaints "$@"
    exit "$status"
}

# The page ends the run that goes on, and writes what there is.
up_close() {
    [ -z "$page" ] || docker stop --time 15 "$page" >/dev/null 2>&1 || :
}

# A prefix of its own (RFC 4193), so that two labs at once do not meet.
up_subnet6() {
    od -An -N5 -tx2 /dev/urandom | awk '{ print "fd73:" $1 ":" $2 "::/64" }'
}

# Colour and width are those of the terminal that this script writes to.
output_as_here() {
    SYNFIN_COLOR=never
    if [ -t 1 ]; then
        [ -n "${NO_COLOR:-}" ] || SYNFIN_COLOR=always
        COLUMNS=${COLUMNS:-$(tput cols 2>/dev/null || echo 80)}
        export COLUMNS
    fi
    export SYNFIN_COLOR
}

# What those said that ended badly, but for the verdict, which was shown, and those that it left while
# they spoke to it (141).
up_complaints() {
    for container in $("$@" ps --all --quiet); do
        docker inspect --format '{{.State.ExitCode}} {{.Id}} {{index .Config.Labels "com.docker.compose.service"}}' "$container"
    done 2>/dev/null | while read -r code id service; do
        case $code:$service in
            0:* | 137:* | 141:* | 143:* | *:verdict) ;;
            *)
                say "$service ended with $code:"
                docker logs --tail 20 "$id" 2>&1 | sed 's/^/  /' >&2
                ;;
        esac
    done
}

# The verdict ends the run that it leads, and writes what there is.
up_salvage() {
    if [ -n "$verdict" ] && docker stop --time 15 "$verdict" >/dev/null 2>&1; then
        say "$(docker logs --tail 1 "$verdict" 2>/dev/null)"
    fi
}

up_remove() {
    trap '' INT TERM HUP
    "$@" down --volumes --timeout 0 >/dev/null 2>&1 </dev/null || :
    project_remove "$project"
}

# What Compose had asked for when it was interrupted, the engine still makes: until nothing of it has
# come for a second.
up_remove_late() {
    quiet=0
    while [ $quiet -lt 5 ]; do
        sleep 0.2
        quiet=$((quiet + 1))
        if project_is_there "$project"; then
            project_remove "$project"
            quiet=0
        fi
    done
}

project_is_there() {
    made="label=com.docker.compose.project=$1"
    [ -n "$(docker ps --all --quiet --filter "$made"; docker network ls --quiet --filter "$made"; docker volume ls --quiet --filter "$made")" ]
}

project_remove() {
    made="label=com.docker.compose.project=$1"
    for container in $(docker ps --all --quiet --filter "$made"); do
        docker rm --force --volumes "$container" >/dev/null 2>&1 || :
    done
    for network in $(docker network ls --quiet --filter "$made"); do
        docker network rm "$network" >/dev/null 2>&1 || :
    done
    for volume in $(docker volume ls --quiet --filter "$made"); do
        docker volume rm "$volume" >/dev/null 2>&1 || :
    done
}

up_on_loopback() {
    up_jar
    exec docker/synfin run "${scenario_file:-$scenario}" ${variant:+--variant "$variant"} -o timelines
}

# The jar, built where there is none.
up_jar() {
    if [ ! -e app/target/synfin.jar ]; then
        find_jdk || fail "There is no JDK $jdk_oldest or later either, to build synfin with: install one."
        step "Building synfin (./mvnw package)" ./mvnw -B -q -ntp -pl app -am -DskipTests package ||
            fail "synfin could not be built; see above."
    fi
}

# docker/lab down: what runs left that could not clean up (a killed shell, a machine that went down).
lab_down() {
    engine_answers || fail "No Docker Engine answers; nothing can be running."
    projects=$(
        for thing in container network volume; do
            docker $thing ls $([ $thing != container ] || echo --all) --filter label=com.docker.compose.project \
                --format '{{.Label "com.docker.compose.project"}}'
        done | sort -u | grep -E '^synfin(-[0-9]+-[0-9]+)?$'
    ) || :
    [ -n "$projects" ] || say "There is nothing to remove."
    for project in $projects; do
        runner=${project#synfin-}
        runner=${runner%-*}
        if tr '\0' ' ' 2>/dev/null <"/proc/$runner/cmdline" | grep -q '/lab '; then
            say "$project is still running, in process $runner: it removes what it made itself."
        else
            step "Removing $project" project_remove "$project"
        fi
    done
}
