package io.signalbox.web.requests;

import io.signalbox.billing.usage.RequestRecord;
import io.signalbox.billing.usage.RequestRecord.AttemptRecord;
import io.signalbox.web.page.Figure;
import io.signalbox.web.page.MoneyText;
import io.signalbox.web.page.NumberText;
import io.signalbox.web.page.TimeText;
import io.signalbox.web.requests.Charges.Charge;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;

/** The view of {@code requests/one}. */
public record RequestView(
        String requested,
        String served,
        String level,
        String outcome,
        String iso,
        String time,
        String zone,
        List<Figure> figures,
        String why,
        String whyNote,
        List<CandidateRow> candidates,
        List<AttemptRow> attempts,
        String priceBook,
        List<Charge> charges,
        String chargeNote,
        String totalTokens,
        String totalCost,
        List<Fact> facts) {

    public RequestView {
        figures = List.copyOf(figures);
        candidates = List.copyOf(candidates);
        attempts = List.copyOf(attempts);
        charges = List.copyOf(charges);
        facts = List.copyOf(facts);
    }

    /** A model that was considered. */
    public record CandidateRow(String model, String provider, String expected, boolean chosen, String why) {}

    /** One try. */
    public record AttemptRow(
            String number,
            String model,
            String provider,
            String level,
            String outcome,
            String why,
            String latency,
            String cost) {}

    /** A name and its value. */
    public record Fact(String name, String value, boolean mono) {}

    static RequestView of(RequestRecord request, Charges charges, String keyName, ZoneId zone) {
        TimeText times = new TimeText(zone);
        return new RequestView(
                request.requestedModel(),
                request.servedModel()
                        .filter(model -> !model.equals(request.requestedModel()))
                        .orElse(""),
                RequestWords.level(request.status()),
                RequestWords.outcome(request),
                request.at().toString(),
                times.exact(request.at()),
                zone.getId(),
                figures(request),
                RequestWords.why(request),
                RequestWords.whyNote(request),
                request.candidates().stream()
                        .map(each -> new CandidateRow(
                                each.model(),
                                each.provider(),
                                each.expectedCost().map(MoneyText::single).orElse(MoneyText.UNPRICED),
                                each.chosen(),
                                each.why()))
                        .toList(),
                request.attempts().stream().map(RequestView::attempt).toList(),
                charges.priceBook(),
                charges.lines(),
                charges.note(),
                charges.totalTokens(),
                charges.totalCost(),
                facts(request, keyName));
    }

    private static List<Figure> figures(RequestRecord request) {
        boolean sandbox =
                request.provider().filter(RequestWords.SANDBOX::equals).isPresent();
        List<Figure> figures = new ArrayList<>();
        figures.add(new Figure(
                "Cost",
                RequestWords.cost(request.cost(), request.costStatus()),
                RequestWords.costNote(request),
                sandbox ? "sandbox: not real money" : ""));
        figures.add(new Figure(
                "Saved by routing",
                request.saved().map(saved -> "≈ " + MoneyText.single(saved)).orElse(MoneyText.UNPRICED),
                request.saved().isPresent() ? "against your primary model" : "nothing to compare with",
                ""));
        figures.add(new Figure(
                "Latency",
                NumberText.millis(request.latencyMs()),
                request.firstTokenMs() > 0
                        ? "first token after " + NumberText.millis(request.firstTokenMs())
                        : "in all",
                ""));
        long tokens = request.usage().promptTokens() + request.usage().completionTokens();
        figures.add(new Figure(
                "Tokens",
                NumberText.count(tokens),
                NumberText.count(request.usage().promptTokens()) + " in · "
                        + NumberText.count(request.usage().completionTokens()) + " out",
                ""));
        return figures;
    }

    private static AttemptRow attempt(AttemptRecord attempt) {
        boolean served = RequestWords.isServed(attempt);
        return new AttemptRow(
                String.valueOf(attempt.number()),
                attempt.model(),
                attempt.provider(),
                served ? "good" : "bad",
                served ? "served" : RequestWords.title(attempt.outcome()),
                attempt.why().isEmpty() ? RequestWords.reasonText(attempt.reason()) : attempt.why(),
                NumberText.millis(attempt.latencyMs()),
                attempt.cost().map(MoneyText::single).orElse(attempt.eventId().isEmpty() ? "" : MoneyText.UNPRICED));
    }

    private static String way(RequestRecord request) {
        return (request.streamed() ? "streamed" : "in one piece")
                + (request.way().translated() ? ", translated for the provider" : "");
    }

    private static List<Fact> facts(RequestRecord request, String keyName) {
        List<Fact> facts = new ArrayList<>();
        facts.add(new Fact("Request", request.requestId(), true));
        facts.add(new Fact("Key", keyName, false));
        facts.add(new Fact("App", request.app().value(), true));
        facts.add(new Fact("Provider", request.provider().orElse("none"), false));
        request.way().surface().ifPresent(surface -> facts.add(new Fact("Surface", surface, false)));
        facts.add(new Fact("Way", way(request), false));
        facts.add(new Fact("Cache", request.cache(), false));
        String overhead = BigDecimal.valueOf(request.overheadMicros(), 3).setScale(1, RoundingMode.HALF_UP) + " ms";
        facts.add(new Fact("Added by Signalbox", overhead, false));
        request.faultCode().ifPresent(code -> facts.add(new Fact("Error", code, true)));
        facts.add(new Fact("Body", "not stored", false));
        return facts;
    }
}
