package io.signalbox.billing.reconcile.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/** A value in a report, and where it stands (<a href="https://www.rfc-editor.org/rfc/rfc6901">JSON pointer</a>), for errors that can be found. */
record ReportNode(JsonNode value, String pointer) {

    ReportNode field(String name) {
        return new ReportNode(value.path(name), pointer + "/" + name);
    }

    boolean has(String name) {
        return value.hasNonNull(name);
    }

    List<ReportNode> items() {
        if (!value.isArray()) {
            throw wrong("must be an array");
        }
        List<ReportNode> items = new ArrayList<>();
        for (JsonNode each : value) {
            items.add(new ReportNode(each, pointer + "/" + items.size()));
        }
        return items;
    }

    /** Empty when it is not there. */
    String textOrEmpty() {
        if (value.isMissingNode() || value.isNull()) {
            return "";
        }
        return text();
    }

    String text() {
        if (!value.isTextual()) {
            throw wrong("must be a text");
        }
        return value.textValue();
    }

    /** A number that is whole and not negative; 0 when it is not there. */
    long countOrZero() {
        return value.isMissingNode() || value.isNull() ? 0 : count();
    }

    long count() {
        if (!value.isIntegralNumber() || !value.canConvertToLong() || value.longValue() < 0) {
            throw wrong("must be a whole number that is not negative");
        }
        return value.longValue();
    }

    /** A number, or a text that is one. */
    BigDecimal decimal() {
        if (value.isNumber()) {
            return value.decimalValue();
        }
        try {
            return new BigDecimal(text());
        } catch (NumberFormatException notOne) {
            throw wrong("must be a decimal number", notOne);
        }
    }

    IllegalArgumentException wrong(String what) {
        return new IllegalArgumentException(pointer + ": " + what);
    }

    IllegalArgumentException wrong(String what, Exception cause) {
        return new IllegalArgumentException(pointer + ": " + what, cause);
    }
}
