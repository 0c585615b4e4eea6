package io.signalbox.config;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Turns the text of a key into the type of its component and back. Every failure is an {@link IllegalArgumentException} saying what must be. */
final class Texts {

    private static final Pattern DURATION = Pattern.compile("(\\d{1,9})(ms|s|m|h|d)");
    private static final Map<Class<?>, Function<String, Object>> READERS = Map.of(
            String.class, text -> text,
            int.class, Texts::readInt,
            boolean.class, Texts::readBoolean,
            Path.class, Path::of,
            URI.class, Texts::readUrl,
            Duration.class, Texts::readDuration,
            DataSize.class, DataSize::parse,
            Secret.class, Secret::new);

    private Texts() {}

    /** Whether a component of this type is a key; otherwise it is a section of keys. */
    static boolean isKey(Type type) {
        return !(type instanceof Class<?> plain && plain.isRecord() && !READERS.containsKey(plain));
    }

    static boolean isSecret(Type type) {
        return type == Secret.class
                || type instanceof ParameterizedType of && of.getActualTypeArguments()[0] == Secret.class;
    }

    /** Reads {@code text}; an empty one is the absent {@code Optional}, the empty {@code List}, and wrong for everything else. */
    static Object read(Type type, String text) {
        if (type instanceof ParameterizedType of) {
            Type element = of.getActualTypeArguments()[0];
            if (of.getRawType() == Optional.class) {
                return text.isEmpty() ? Optional.empty() : Optional.of(read(element, text));
            }
            return Arrays.stream(text.split(","))
                    .map(String::trim)
                    .filter(item -> !item.isEmpty())
                    .map(item -> read(element, item))
                    .toList();
        }
        Class<?> plain = (Class<?>) type;
        if (plain.isEnum()) {
            return readChoice(plain, text);
        }
        Function<String, Object> reader = READERS.get(plain);
        if (reader == null) {
            throw new IllegalStateException("no way to read a " + plain.getName());
        }
        if (text.isEmpty()) {
            throw new IllegalArgumentException("must not be empty");
        }
        return reader.apply(text);
    }

    static String write(Object value) {
        if (value instanceof Optional<?> optional) {
            return optional.map(Texts::write).orElse("");
        }
        if (value instanceof List<?> list) {
            return list.stream().map(Texts::write).collect(Collectors.joining(","));
        }
        if (value instanceof Enum<?> choice) {
            return choice.name().toLowerCase(Locale.ROOT);
        }
        return value instanceof Duration duration ? write(duration) : value.toString();
    }

    static String write(Duration duration) {
        if (duration.toMillisPart() != 0 || duration.isZero()) {
            return duration.toMillis() + "ms";
        }
        if (duration.toSecondsPart() != 0) {
            return duration.toSeconds() + "s";
        }
        return duration.toMinutesPart() != 0 ? duration.toMinutes() + "m" : duration.toHours() + "h";
    }

    private static Object readInt(String text) {
        try {
            return Integer.valueOf(text);
        } catch (NumberFormatException notANumber) {
            throw new IllegalArgumentException("must be a whole number", notANumber);
        }
    }

    private static Object readBoolean(String text) {
        if (!text.equals("true") && !text.equals("false")) {
            throw new IllegalArgumentException("must be true or false");
        }
        return Boolean.valueOf(text);
    }

    private static Object readUrl(String text) {
        String rule = "must be a URL such as https://host:port/path";
        try {
            URI url = URI.create(text);
            if (url.getHost() == null
                    || !List.of("http", "https").contains(url.getScheme())
                    || url.getRawUserInfo() != null) {
                throw new IllegalArgumentException(rule);
            }
            return url;
        } catch (IllegalArgumentException malformed) {
            throw new IllegalArgumentException(rule, malformed);
        }
    }

    private static Object readDuration(String text) {
        Matcher form = DURATION.matcher(text);
        if (!form.matches()) {
            throw new IllegalArgumentException("must be a duration such as 500ms, 30s, 10m or 2h");
        }
        long amount = Long.parseLong(form.group(1));
        return switch (form.group(2)) {
            case "ms" -> Duration.ofMillis(amount);
            case "s" -> Duration.ofSeconds(amount);
            case "m" -> Duration.ofMinutes(amount);
            case "h" -> Duration.ofHours(amount);
            default -> Duration.ofDays(amount);
        };
    }

    private static Object readChoice(Class<?> type, String text) {
        for (Object choice : type.getEnumConstants()) {
            if (write(choice).equals(text)) {
                return choice;
            }
        }
        throw new IllegalArgumentException("must be one of "
                + Arrays.stream(type.getEnumConstants()).map(Texts::write).collect(Collectors.joining(", ")));
    }
}
