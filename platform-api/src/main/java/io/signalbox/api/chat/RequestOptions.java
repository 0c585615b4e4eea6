package io.signalbox.api.chat;

import io.signalbox.chat.RequestScan;
import io.signalbox.fault.Fault;
import io.signalbox.fault.FaultCode;
import io.signalbox.money.Money;
import io.vertx.core.MultiMap;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What a caller asks of the gateway itself, by {@code x-signalbox-*} headers or the body's {@code signalbox} object; a header wins. Every bad value is
 * refused with the parameter's name.
 */
public record RequestOptions(
        Optional<String> task,
        String taskSource,
        boolean fallback,
        List<String> fallbackModels,
        int maxAttempts,
        Optional<Money> maxCost,
        Duration timeout,
        boolean metadataInBody,
        List<String> tags) {

    private static final int ATTEMPTS = 3;
    private static final int ATTEMPTS_MAX = 8;
    private static final int FALLBACKS_MAX = 8;
    private static final int TAGS_MAX = 10;
    private static final Pattern TAG = Pattern.compile("[A-Za-z0-9._:/@=+-]{1,64}");
    private static final Duration TIMEOUT = Duration.ofMinutes(10);

    static RequestOptions read(MultiMap headers, RequestScan scan) {
        Source source = new Source(headers, scan);
        Optional<String> headerTask = source.header("task");
        Optional<String> bodyTask = scan.option("task");
        String fallback = source.text("fallback").orElse("on");
        boolean listed = !fallback.equals("on") && !fallback.equals("off");
        return new RequestOptions(
                headerTask.or(() -> bodyTask),
                headerTask.isPresent() ? "header" : bodyTask.isPresent() ? "body" : "none",
                !fallback.equals("off"),
                listed ? names(fallback) : List.of(),
                source.whole("max-attempts", 1, ATTEMPTS_MAX)
                        .map(Long::intValue)
                        .orElse(ATTEMPTS),
                source.text("max-cost-usd").map(RequestOptions::usd),
                source.whole("timeout-ms", 1, TIMEOUT.toMillis())
                        .map(Duration::ofMillis)
                        .orElse(TIMEOUT),
                source.text("metadata").filter("body"::equals).isPresent(),
                source.text("tags").map(RequestOptions::tags).orElse(List.of()));
    }

    private static List<String> names(String list) {
        List<String> names = Arrays.stream(list.split(","))
                .map(String::strip)
                .filter(name -> !name.isEmpty())
                .toList();
        if (names.size() > FALLBACKS_MAX) {
            throw bad("fallback", "at most " + FALLBACKS_MAX + " models, or on, or off");
        }
        return names;
    }

    private static List<String> tags(String list) {
        List<String> tags = Arrays.stream(list.split(","))
                .map(String::strip)
                .filter(tag -> !tag.isEmpty())
                .distinct()
                .toList();
        if (tags.size() > TAGS_MAX
                || !tags.stream().allMatch(tag -> TAG.matcher(tag).matches())) {
            throw bad(
                    "tags",
                    "at most " + TAGS_MAX + " tags between commas, each of 1 to 64 letters, digits or ._:/@=+-");
        }
        return tags;
    }

    private static Money usd(String text) {
        try {
            Money money = Money.ofUsd(text);
            if (money.compareTo(Money.ZERO) > 0) {
                return money;
            }
        } catch (ArithmeticException | NumberFormatException notMoney) {
            throw bad("max-cost-usd", "a decimal amount of USD such as 0.05");
        }
        throw bad("max-cost-usd", "more than 0");
    }

    private static Fault bad(String name, String bound) {
        return Fault.with(FaultCode.INVALID_REQUEST, "x-signalbox-" + name + " must be " + bound + ".")
                .param("x-signalbox-" + name)
                .build();
    }

    /** Looks an option up in its two places. */
    private record Source(MultiMap headers, RequestScan scan) {

        Optional<String> header(String name) {
            return Optional.ofNullable(headers.get("x-signalbox-" + name))
                    .map(String::strip)
                    .filter(value -> !value.isEmpty());
        }

        Optional<String> text(String name) {
            return header(name).or(() -> scan.option(name.replace('-', '_')));
        }

        Optional<Long> whole(String name, long min, long max) {
            return text(name).map(text -> {
                try {
                    long value = Long.parseLong(text);
                    if (value >= min && value <= max) {
                        return value;
                    }
                } catch (NumberFormatException notWhole) {
                    throw bad(name, "a whole number from " + min + " to " + max);
                }
                throw bad(name, "from " + min + " to " + max);
            });
        }
    }
}
