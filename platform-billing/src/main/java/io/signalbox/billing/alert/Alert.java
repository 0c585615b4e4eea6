package io.signalbox.billing.alert;

import io.signalbox.tenant.TenantId;
import io.signalbox.webhook.Announcement;
import io.signalbox.webhook.EventType;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;

/**
 * Something a rule found. There is one for a rule, a subject, a window and a mark, whoever finds it how often: the id follows from them.
 * {@code mark} is a percentage, or 0 where the rule has none.
 */
public record Alert(
        AlertId id,
        TenantId tenant,
        RuleId rule,
        EventType type,
        String subject,
        String window,
        int mark,
        String summary,
        JsonObject details,
        Instant raisedAt,
        Optional<Instant> ackedAt,
        Optional<String> ackedBy) {

    private static final int ID_HEX = 40;

    /** What it is about and when, which makes it one and the same. */
    record About(EventType type, String subject, String window, int mark) {}

    static Alert of(AlertRule rule, About about, Instant at, String summary, JsonObject details) {
        return new Alert(
                id(rule, about),
                rule.tenant(),
                rule.id(),
                about.type(),
                about.subject(),
                about.window(),
                about.mark(),
                summary,
                details.put("rule_id", rule.id().value())
                        .put("rule", rule.name())
                        .put("subject", about.subject())
                        .put("window", about.window()),
                at,
                Optional.empty(),
                Optional.empty());
    }

    Announcement announcement() {
        return new Announcement(
                id.value(), type, raisedAt, summary, details.copy().put("alert_id", id.value()));
    }

    private static AlertId id(AlertRule rule, About about) {
        String text =
                String.join("\n", rule.id().value(), about.subject(), about.window(), Integer.toString(about.mark()));
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return new AlertId("alt_" + HexFormat.of().formatHex(digest).substring(0, ID_HEX));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every JDK has SHA-256", impossible);
        }
    }
}
