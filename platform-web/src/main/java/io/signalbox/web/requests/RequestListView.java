package io.signalbox.web.requests;

import io.signalbox.billing.usage.RequestRecord;
import io.signalbox.key.KeyId;
import io.signalbox.key.VirtualKey;
import io.signalbox.web.page.Choice;
import io.signalbox.web.page.NumberText;
import io.signalbox.web.page.TimeText;
import io.signalbox.web.requests.RequestQuery.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The view of {@code requests/list}. {@code notice}, {@code newest} and {@code older} are empty where there is nothing to say or to follow. */
public record RequestListView(
        String zone,
        String freshTo,
        String notice,
        Filter filter,
        List<Row> rows,
        String newest,
        String older,
        String csv) {

    public RequestListView {
        rows = List.copyOf(rows);
    }

    /** The filter form as it stands. */
    public record Filter(boolean active, String model, List<Choice> statuses, List<Choice> keys) {

        public Filter {
            statuses = List.copyOf(statuses);
            keys = List.copyOf(keys);
        }

        static Filter of(RequestQuery query, List<VirtualKey> known) {
            List<Choice> statuses = new ArrayList<>();
            statuses.add(new Choice("", "any", query.status().isEmpty()));
            for (Status each : Status.values()) {
                statuses.add(new Choice(
                        each.wireName(),
                        each.label(),
                        query.status().filter(each::equals).isPresent()));
            }
            List<Choice> keys = new ArrayList<>();
            keys.add(new Choice("", "any", query.key().isEmpty()));
            for (VirtualKey each : known) {
                boolean selected = query.key().filter(each.id()::equals).isPresent();
                keys.add(new Choice(each.id().value(), each.name() + " · " + each.masked(), selected));
            }
            return new Filter(query.isFiltered(), query.model().orElse(""), statuses, keys);
        }
    }

    /** A request in one line; {@code served} is empty when it is what was requested, {@code summary} is for narrow screens. */
    public record Row(
            String href,
            String iso,
            String time,
            String requested,
            String served,
            String summary,
            String task,
            String key,
            String level,
            String status,
            String cost,
            String latency,
            String cache) {

        static Row of(RequestRecord request, Map<KeyId, String> keyNames, TimeText times) {
            String task = request.task().orElse("—");
            String latency = NumberText.millis(request.latencyMs());
            return new Row(
                    "/requests/" + request.requestId(),
                    request.at().toString(),
                    times.second(request.at()),
                    request.requestedModel(),
                    request.servedModel()
                            .filter(model -> !model.equals(request.requestedModel()))
                            .orElse(""),
                    (request.task().isPresent() ? task + " · " : "") + latency,
                    task,
                    keyNames.getOrDefault(request.key(), request.key().value()),
                    RequestWords.level(request.status()),
                    RequestWords.status(request),
                    RequestWords.cost(request.cost(), request.costStatus()),
                    latency,
                    request.cache());
        }
    }
}
