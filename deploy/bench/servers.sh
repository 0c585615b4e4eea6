# What runs during a measurement: started here, ended here by process id. For `run`.

# need COMMAND PACKAGE: installs the package when root can.
need() {
    command -v "$1" > /dev/null && return
    PATH=$PATH:/usr/sbin command -v "$1" > /dev/null && PATH=$PATH:/usr/sbin && return
    if [ "$(id -u)" = 0 ] && command -v apt-get > /dev/null; then
        echo "installing $2" >&2
        # nginx must not start a server of its own on port 80.
        apt-get install -y --no-install-recommends -o DPkg::Options::=--force-confold "$2" > /dev/null && return
    fi
    echo "missing: install the package $2" >&2
    exit 1
}

free_port() {
    local port
    while :; do
        port=$((20000 + RANDOM % 12000))
        (exec 3<> "/dev/tcp/127.0.0.1/$port") 2> /dev/null || break
    done
    echo "$port"
}

# wait_for SECONDS WHAT COMMAND...: until the command succeeds.
wait_for() {
    local deadline=$((SECONDS + $1)) what=$2
    shift 2
    until "$@" > /dev/null 2>&1; do
        if [ "$SECONDS" -ge "$deadline" ]; then
            echo "$what did not come up; its logs:" >&2
            tail -n 20 "$DIR"/*.log >&2 || true
            exit 1
        fi
        sleep 0.2
    done
}

# start_nginx NAME CORE: from NAME.conf, with its placeholders filled in.
start_nginx() {
    sed -e "s|@DIR@|$DIR|g" -e "s|@PORT@|$3|g" -e "s|@STREAM_PORT@|${4:-}|g" -e "s|@MOCK_PORT@|${MOCK_PORT:-}|g" \
        "$BENCH/$1.conf" > "$DIR/$1.conf"
    taskset -c "$2" nginx -p "$DIR" -e "$DIR/$1.error.log" -c "$DIR/$1.conf"
    wait_for 5 "nginx ($1)" test -s "$DIR/$1.pid"
}

start_mock() {
    cp "$BENCH/answer.json" "$BENCH/answer.sse" "$DIR/"
    awk -v protocol=openai -v events="$EVENTS" -f "$BENCH/events.awk" > "$DIR/events.sse"
    awk -v protocol=anthropic -v events="$EVENTS" -f "$BENCH/events.awk" > "$DIR/messages.sse"
    chmod 644 "$DIR"/answer.* "$DIR"/*.sse
    MOCK_PORT=$(free_port)
    start_nginx mock "$LOAD_CORE" "$MOCK_PORT"
}

start_proxy() {
    PROXY_PORT=$(free_port)
    PROXY_STREAM_PORT=$(free_port)
    start_nginx proxy "$GATEWAY_CORE" "$PROXY_PORT" "$PROXY_STREAM_PORT"
}

# Everything on, as `deploy/bin/signalbox up` runs it: the only settings are a free port, a new data folder and the mock as OpenAI, Groq and Anthropic. PostgreSQL is
# moved to the other core once it runs, for it is a server of its own; its CPU time is reported beside.
start_signalbox() {
    local first_run="$DIR/data/first-run.json" postmaster
    "$REPO/deploy/bin/signalbox" version > /dev/null
    SIGNALBOX_HTTP_PORT=0 SIGNALBOX_DATA_DIR="$DIR/data" \
        OPENAI_API_KEY=sk-bench OPENAI_BASE_URL="http://127.0.0.1:$MOCK_PORT/v1" \
        SIGNALBOX_PROVIDERS_GROQ_API_KEY=bench SIGNALBOX_PROVIDERS_GROQ_BASE_URL="http://127.0.0.1:$MOCK_PORT/long/v1" \
        ANTHROPIC_API_KEY=bench ANTHROPIC_BASE_URL="http://127.0.0.1:$MOCK_PORT" \
        taskset -c "$GATEWAY_CORE" "$REPO/deploy/bin/signalbox" up > "$DIR/signalbox.log" 2>&1 &
    SIGNALBOX_PID=$!
    wait_for 120 signalbox grep -q '^.*ready' "$DIR/signalbox.log"
    SIGNALBOX_BASE=$(json_text base_url < "$first_run")
    SIGNALBOX_KEY=$(json_text api_key < "$first_run")
    postmaster=$(find "$DIR/data" -name postmaster.pid | head -n 1)
    POSTGRES_PID=$(head -n 1 "$postmaster")
    with_descendants "$POSTGRES_PID" | while read -r pid; do
        taskset -a -p -c "$LOAD_CORE" "$pid" > /dev/null
    done
    curl -sS --fail-with-body --max-time 20 -H "Authorization: Bearer $(json_text admin_token < "$first_run")" \
        -H 'Content-Type: application/json' \
        -d '{"name":"bench","scope":"tenant","window":"month","limit_usd":"1000000"}' \
        "${SIGNALBOX_BASE%/v1}/api/v1/budgets" > "$DIR/budget" || {
        echo "the budget was refused: $(cat "$DIR/budget")" >&2
        exit 1
    }
}

# json_text NAME: that member's text, of a flat object on standard input.
json_text() {
    sed -n 's/.*"'"$1"'" *: *"\([^"]*\)".*/\1/p' | head -n 1
}

# Prints how many seconds it took until PostgreSQL had everything that was journaled.
wait_for_drain() {
    local began=$SECONDS
    until curl -sS --max-time 5 "${SIGNALBOX_BASE%/v1}/metrics" | grep "^signalbox_journal_pending 0" > /dev/null; do
        if [ $((SECONDS - began)) -ge 60 ]; then
            echo "the journal does not drain" >&2
            exit 1
        fi
        sleep 0.2
    done
    echo $((SECONDS - began))
}

stop_everything() {
    local name pid
    if [ -n "${SIGNALBOX_PID:-}" ]; then
        stop_process "$SIGNALBOX_PID" TERM
    fi
    for name in proxy mock; do
        pid=$(cat "$DIR/$name.pid" 2> /dev/null) && stop_process "$pid" TERM
    done
    if [ "${BENCH_KEEP:-}" = 1 ]; then
        echo "kept $DIR" >&2
    else
        rm -rf "$DIR"
    fi
}

# stop_process PID SIGNAL: waits up to 30 s, then kills.
stop_process() {
    local waited=0
    kill -s "$2" "$1" 2> /dev/null || return 0
    while kill -0 "$1" 2> /dev/null; do
        if [ "$waited" -ge 300 ]; then
            kill -s KILL "$1" 2> /dev/null || true
            return 0
        fi
        waited=$((waited + 1))
        sleep 0.1
    done
}
