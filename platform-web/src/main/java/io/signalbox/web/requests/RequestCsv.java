package io.signalbox.web.requests;

import io.signalbox.billing.usage.RequestRecord;
import io.signalbox.csv.CsvText;
import io.signalbox.money.TokenClass;
import java.util.List;

/** Requests as CSV, a row for each. {@code cost_usd} is what reports count of a request, so the column adds up to theirs. */
final class RequestCsv {

    private static final List<String> HEAD = List.of(
            "time",
            "request_id",
            "app_id",
            "key_id",
            "surface",
            "translated",
            "requested_model",
            "served_model",
            "provider",
            "task",
            "route_reason",
            "status",
            "code");

    private RequestCsv() {}

    static String of(List<RequestRecord> requests) {
        CsvText csv = new CsvText().texts(HEAD);
        for (TokenClass each : TokenClass.values()) {
            csv.text(each.wireName() + "_tokens");
        }
        csv.texts(List.of("cost_usd", "cost_status", "saved_usd", "cache", "latency_ms", "first_token_ms"))
                .endRow();
        requests.forEach(request -> row(csv, request));
        return csv.toString();
    }

    private static void row(CsvText csv, RequestRecord request) {
        csv.text(request.at().toString())
                .text(request.requestId())
                .text(request.app().value())
                .text(request.key().value())
                .text(request.way().surface().orElse(""))
                .text(String.valueOf(request.way().translated()))
                .text(request.requestedModel())
                .text(request.servedModel().orElse(""))
                .text(request.provider().orElse(""))
                .text(request.task().orElse(""))
                .text(request.routeReason().orElse(""))
                .number(request.status())
                .text(request.faultCode().orElse(""));
        for (TokenClass each : TokenClass.values()) {
            csv.number(request.usage().of(each));
        }
        csv.money(request.knownCost())
                .text(request.costStatus())
                .money(request.saved())
                .text(request.cache())
                .number(request.latencyMs())
                .number(request.firstTokenMs())
                .endRow();
    }
}
