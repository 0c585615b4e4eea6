package io.signalbox.api.manage.http;

import io.signalbox.fault.Fault;
import io.signalbox.fault.FaultCode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Everything that is wrong with a request, collected, so that its sender need not find out one by one. */
final class Complaints {

    private static final int SHOWN_MAX = 50;

    private final List<Map<String, Object>> errors = new ArrayList<>();
    private String firstParam = "";

    /** {@code pointer} is a JSON pointer into the body, or {@code ?name} for a query parameter. */
    void add(String pointer, String code, String message) {
        if (errors.isEmpty()) {
            firstParam = pointer.substring(1);
        }
        if (errors.size() < SHOWN_MAX) {
            Map<String, Object> error = new LinkedHashMap<>();
            error.put("pointer", pointer);
            error.put("code", code);
            error.put("message", message);
            errors.add(error);
        }
    }

    /** Throws one {@code INVALID_REQUEST} that lists them all, if there are any. */
    void raise() {
        if (!errors.isEmpty()) {
            String first = String.valueOf(errors.get(0).get("message"));
            throw Fault.with(FaultCode.INVALID_REQUEST, "'" + firstParam + "' " + first + ".")
                    .param(firstParam)
                    .metadata("errors", List.copyOf(errors))
                    .build();
        }
    }
}
