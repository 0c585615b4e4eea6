package io.signalbox.provider;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a provider said was wrong, read from the shapes in use: OpenAI's {@code {"error":{…}}}, a bare object, FastAPI's
 * {@code {"detail":…}}, Google's list of one, with its {@code status} for a type. Every part may be empty; {@code code}, {@code type} and {@code param} are short names,
 * {@code message} is fit to quote.
 */
public record ProviderError(String message, String type, String code, String param) {

    public static final ProviderError NONE = new ProviderError("", "", "", "");

    private static final int MESSAGE_CHARS_MAX = 300;
    private static final int NAME_CHARS_MAX = 64;
    private static final Pattern CONTROL = Pattern.compile("[\\p{Cntrl}\\s]+");
    private static final Pattern NOT_NAME = Pattern.compile("[^A-Za-z0-9_.\\[\\]-]");
    private static final Pattern KEY_LIKE = Pattern.compile("(?i)\\bBearer\\s+[^\\s'\",;]+"
            + "|\\b(sk|pk|rk|sb|gsk|xai|hf|r8|pplx|fw|nvapi|key|AIza|AKIA|eyJ)[-_A-Za-z0-9*.]*[-_*0-9][-_A-Za-z0-9*.]{6,}"
            + "|\\b[A-Za-z0-9_+/=*-]{32,}");

    /** Reads an error body of any kind; what is no JSON gives {@link #NONE}. */
    public static ProviderError read(Buffer body) {
        try {
            String text = body.toString().trim();
            if (text.startsWith("[")) {
                JsonArray list = new JsonArray(text);
                return list.isEmpty() || !(list.getValue(0) instanceof JsonObject first) ? NONE : of(first);
            }
            return text.startsWith("{") ? of(new JsonObject(text)) : NONE;
        } catch (DecodeException notJson) {
            return NONE;
        }
    }

    private static ProviderError of(JsonObject body) {
        Object error = body.getValue("error");
        if (error instanceof String message) {
            return of(message, body);
        }
        JsonObject inner = error instanceof JsonObject object ? object : body;
        Object message = inner.getValue("message");
        return of(message == null ? inner.getValue("detail") : message, inner);
    }

    private static ProviderError of(@Nullable Object message, JsonObject from) {
        return new ProviderError(
                message instanceof String text ? quotable(text) : "",
                name(from.getValue("type", from.getValue("status"))),
                name(from.getValue("code")),
                name(from.getValue("param")));
    }

    /** One line of at most {@value #MESSAGE_CHARS_MAX} characters without anything that looks like a key. */
    private static String quotable(String text) {
        String line = CONTROL.matcher(text).replaceAll(" ").trim();
        String masked = KEY_LIKE.matcher(line).replaceAll("[hidden]");
        if (masked.length() <= MESSAGE_CHARS_MAX) {
            return masked;
        }
        int end = MESSAGE_CHARS_MAX - 1;
        return masked.substring(0, Character.isHighSurrogate(masked.charAt(end - 1)) ? end - 1 : end) + "…";
    }

    private static String name(@Nullable Object value) {
        String text = value == null ? "" : NOT_NAME.matcher(value.toString()).replaceAll("");
        return text.length() > NAME_CHARS_MAX ? text.substring(0, NAME_CHARS_MAX) : text;
    }

    /** Whether code, type or message contains one of {@code words}. */
    public boolean mentions(String... words) {
        String all = (code + " " + type + " " + message).toLowerCase(Locale.ROOT);
        for (String each : words) {
            if (all.contains(each)) {
                return true;
            }
        }
        return false;
    }

    public boolean is(String name) {
        return name.equals(code) || name.equals(type);
    }
}
