package io.signalbox.telemetry;

/** The keys of log lines: what one line calls a tenant, every line does. */
public final class LogKey {

    public static final String ADDRESS = "address";
    public static final String APP = "app";
    public static final String ATTEMPTS = "attempts";
    public static final String CAUSE = "cause";
    public static final String CHANNEL = "channel";
    public static final String CODE = "code";
    public static final String COST_USD = "cost_usd";
    public static final String COUNT = "count";
    public static final String CREDENTIAL = "credential";
    public static final String EVENT = "event";
    public static final String FILE = "file";
    public static final String KEY = "key";
    public static final String METHOD = "method";
    public static final String MODEL = "model";
    public static final String NODE = "node";
    public static final String OVERHEAD_MICROS = "overhead_us";
    public static final String PROVIDER = "provider";
    public static final String REASON = "reason";
    public static final String REQUEST = "request";
    public static final String REQUESTED_MODEL = "requested_model";
    public static final String ROUTE = "route";
    public static final String STATUS = "status";
    public static final String TASK = "task";
    public static final String TENANT = "tenant";
    public static final String TOOK_MS = "took_ms";
    public static final String TOPIC = "topic";
    public static final String URL = "url";
    public static final String WORK = "work";

    private LogKey() {}
}
