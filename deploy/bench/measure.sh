# Figures of processes and of load, for `run`.

# CPU time of the processes given, all threads, in clock ticks. A process that has ended counts nothing.
cpu_ticks() {
    local total=0 pid line fields
    for pid in "$@"; do
        if read -r line < "/proc/$pid/stat"; then
            # The name in brackets may hold blanks: what follows the last bracket starts with field 3, the state.
            read -r -a fields <<< "${line##*) }"
            total=$((total + fields[11] + fields[12]))
        fi
    done 2> /dev/null
    echo "$total"
}

# A process and all that descend from it.
with_descendants() {
    local child
    echo "$1"
    for child in $(cat "/proc/$1/task/"*/children 2> /dev/null); do
        with_descendants "$child"
    done
}

# The processes whose CPU time is GATEWAY's: nginx's master and worker, or the one JVM.
processes_of() {
    case $1 in
        nginx) with_descendants "$(cat "$DIR/proxy.pid")" ;;
        signalbox) echo "$SIGNALBOX_PID" ;;
    esac
}

base_of() {
    case $1.$2 in
        nginx.plain) echo "http://127.0.0.1:$PROXY_PORT/v1" ;;
        nginx.streamed) echo "http://127.0.0.1:$PROXY_STREAM_PORT/v1" ;;
        nginx.events) echo "http://127.0.0.1:$PROXY_STREAM_PORT/long/v1" ;;
        nginx.translated) echo "http://127.0.0.1:$PROXY_STREAM_PORT/v1" ;;
        signalbox.*) echo "$SIGNALBOX_BASE" ;;
    esac
}

# The yardstick passes on the bytes that Signalbox translates.
path_of() {
    case $1.$2 in
        nginx.translated) echo /messages ;;
        *) echo /chat/completions ;;
    esac
}

model_of() {
    case $1 in
        events) echo llama-3.3-70b ;;
        translated) echo claude-haiku-4.5 ;;
        *) echo gpt-4o-mini ;;
    esac
}

# The largest process's memory, in MiB.
resident_mib() {
    local pid
    for pid in "$@"; do
        awk '/^VmRSS/ { print int($2 / 1024) }' "/proc/$pid/status"
    done | sort -n | tail -n 1
}

# load SECONDS CONNECTIONS GATEWAY MODE: prints "requests micros p50 p99 bytes errors".
load() {
    taskset -c "$LOAD_CORE" wrk -t 1 -c "$2" -d "${1}s" --timeout 20s -s "$BENCH/load.lua" \
        "$(base_of "$3" "$4")$(path_of "$3" "$4")" -- "${SIGNALBOX_KEY:-none}" "$4" "$(model_of "$4")" \
        | sed -n 's/^FIGURES //p'
}

# One request as the load sends it must bring the whole answer.
check_answer() {
    local accept=application/json stream='' end='"service_tier"'
    if [ "$2" != plain ]; then
        accept=text/event-stream stream=',"stream":true' end='data: [DONE]'
    fi
    if [ "$1.$2" = nginx.translated ]; then
        end=message_stop
    fi
    curl -sS --max-time 20 -H "Authorization: Bearer ${SIGNALBOX_KEY:-none}" -H "Accept: $accept" \
        -H 'Content-Type: application/json' \
        -d "{\"model\":\"$(model_of "$2")\",\"messages\":[{\"role\":\"user\",\"content\":\"Where is it?\"}]$stream}" \
        "$(base_of "$1" "$2")$(path_of "$1" "$2")" > "$DIR/answer"
    if ! grep -qF "$end" "$DIR/answer"; then
        echo "$1 does not answer ($2):" >&2
        head -c 2000 "$DIR/answer" >&2
        exit 1
    fi
}

# A JIT needs seconds of load before its code is what will run for the rest of the day; nginx needs open connections.
warm_up() {
    local seconds=2 connections
    if [ "$1" = signalbox ]; then
        seconds=$WARMUP
    fi
    for connections in $CONNECTIONS; do
        load "$seconds" "$connections" "$1" "$2" > /dev/null
    done
}

# measure GATEWAY MODE CONNECTIONS: prints one line of name=value figures.
measure() {
    local pids before after postgres_before=0 postgres_after=0 figures postgres='' settled=0
    pids=$(processes_of "$1")
    if [ "$1" = signalbox ]; then
        postgres=$(with_descendants "$POSTGRES_PID")
        postgres_before=$(cpu_ticks $postgres)
    fi
    before=$(cpu_ticks $pids)
    figures=$(load "$SECONDS_EACH" "$3" "$1" "$2")
    if [ "$1" = signalbox ]; then
        # What was put off during the load belongs to it.
        settled=$(wait_for_drain)
        postgres_after=$(cpu_ticks $postgres)
    fi
    after=$(cpu_ticks $pids)
    if [ "${figures%% *}" -lt 1 ]; then
        echo "$1 answered nothing" >&2
        exit 1
    fi
    awk -v gateway="$1" -v mode="$2" -v connections="$3" -v figures="$figures" -v tick="$(getconf CLK_TCK)" \
        -v cpu=$((after - before)) -v postgres=$((postgres_after - postgres_before)) -v settled="$settled" \
        -v memory="$(resident_mib $pids)" 'BEGIN {
            split(figures, f, " ")
            printf "gateway=%s mode=%s connections=%d cpu=%.1f rate=%.0f p50=%.2f p99=%.2f bytes=%.0f errors=%d memory=%d postgres=%.1f settled=%s\n",
                gateway, mode, connections, cpu / tick * 1e6 / f[1], f[1] / f[2] * 1e6, f[3] / 1e3, f[4] / 1e3, f[5] / f[1],
                f[6], memory, postgres / tick * 1e6 / f[1], settled
        }'
}

# The means of all rounds, one line for each kind of load and gateway.
print_table() {
    awk '
        {
            for (i = 1; i <= NF; i++) { split($i, pair, "="); v[pair[1]] = pair[2] }
            load = v["mode"] ", " v["connections"]
            key = load SUBSEP v["gateway"]
            if (!(load in seen)) { seen[load] = 1; loads[++n] = load }
            count[key]++
            cpu[key] += v["cpu"]; rate[key] += v["rate"]; p50[key] += v["p50"]; p99[key] += v["p99"]
            errors[key] += v["errors"]; postgres[key] += v["postgres"]
            if (v["memory"] > memory[key]) memory[key] = v["memory"]
        }
        function row(load, gateway, key) {
            key = load SUBSEP gateway
            if (!(key in count)) return
            c = count[key]
            ratio = gateway == "nginx" ? "" : sprintf("%.1f", (cpu[key] / c) / (cpu[load, "nginx"] / count[load, "nginx"]))
            printf "| %s | %s | %.1f | %s | %.0f | %.2f | %.2f | %d | %d | %s |\n", load, gateway, cpu[key] / c, ratio,
                rate[key] / c, p50[key] / c, p99[key] / c, errors[key], memory[key],
                gateway == "nginx" ? "" : sprintf("%.1f", postgres[key] / c)
        }
        END {
            print "| load, connections | gateway | CPU µs/request | × nginx | req/s | p50 ms | p99 ms | errors | RSS MiB | PostgreSQL CPU µs/request |"
            print "|---|---|--:|--:|--:|--:|--:|--:|--:|--:|"
            for (i = 1; i <= n; i++) { row(loads[i], "nginx"); row(loads[i], "signalbox") }
        }'
}

# What an event of a long stream costs, passed through and translated, at each number of connections.
print_events() {
    awk -v events="$EVENTS" '
        {
            for (i = 1; i <= NF; i++) { split($i, pair, "="); v[pair[1]] = pair[2] }
            if (v["gateway"] != "signalbox") next
            key = v["mode"] SUBSEP v["connections"]
            cpu[key] += v["cpu"]; count[key]++
            if (v["mode"] == "events") connections[v["connections"]] = 1
        }
        END {
            for (c in connections) {
                if (!(("translated", c) in count)) continue
                through = cpu["events", c] / count["events", c] / events
                translated = cpu["translated", c] / count["translated", c] / events
                printf "\nAn event at %d connections: %.2f µs passed through, %.2f µs translated, %.2f times as much.\n", c, through, translated, translated / through
            }
        }'
}
