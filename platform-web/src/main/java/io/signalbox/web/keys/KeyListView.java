package io.signalbox.web.keys;

import io.signalbox.key.KeyMode;
import io.signalbox.key.VirtualKey;
import io.signalbox.tenant.App;
import io.signalbox.tenant.AppId;
import io.signalbox.web.page.Choice;
import io.signalbox.web.page.NumberText;
import io.signalbox.web.page.TimeText;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;

/** The view of {@code keys/list}. */
public record KeyListView(List<Row> rows, String summary, String older, boolean mayChange, KeyForm form) {

    public KeyListView {
        rows = List.copyOf(rows);
    }

    /** A key as people tell it: {@code tag} is set for test keys, {@code live} while it can still be changed. */
    public record Row(
            String name,
            String tag,
            String app,
            String masked,
            String level,
            String state,
            boolean live,
            String created,
            String used,
            String rotateHref,
            String revokeHref) {}

    /** The form that creates a key; {@code nameError} is empty unless the name was refused. */
    public record KeyForm(String name, String nameError, List<Choice> apps, List<Choice> modes) {

        public KeyForm {
            apps = List.copyOf(apps);
            modes = List.copyOf(modes);
        }

        static KeyForm of(List<App> apps, KeyDraft draft, String nameError) {
            List<Choice> appChoices = apps.stream()
                    .filter(app -> app.archivedAt().isEmpty())
                    .map(app -> new Choice(
                            app.id().value(), app.name(), app.id().value().equals(draft.app())))
                    .toList();
            List<Choice> modes = List.of(
                    new Choice(
                            "live",
                            "live: real providers",
                            !KeyMode.TEST.wireName().equals(draft.mode())),
                    new Choice(
                            "test",
                            "test: sandbox only",
                            KeyMode.TEST.wireName().equals(draft.mode())));
            return new KeyForm(draft.name(), nameError, appChoices, modes);
        }
    }

    /** How rows are told. */
    record Telling(Map<AppId, String> appNames, ZoneId zone, Instant now) {

        Row row(VirtualKey key) {
            boolean expired = key.expiresAt().filter(at -> !now.isBefore(at)).isPresent();
            boolean live = key.revokedAt().isEmpty() && !expired;
            TimeText times = new TimeText(zone);
            String state = key.revokedAt().isPresent() ? "revoked" : expired ? "expired" : "active";
            String path = "/keys/" + key.id().value();
            return new Row(
                    key.name(),
                    key.mode() == KeyMode.TEST ? "test" : "",
                    appNames.getOrDefault(key.app(), key.app().value()),
                    key.masked(),
                    live ? "good" : "",
                    state,
                    live,
                    times.minute(key.createdAt()),
                    key.lastUsedAt().map(at -> TimeText.ago(at, now)).orElse("never"),
                    path + "/rotate",
                    path + "/revoke");
        }

        String summary(List<VirtualKey> keys) {
            long active = keys.stream().map(this::row).filter(Row::live).count();
            return NumberText.count(active) + " active of " + NumberText.count(keys.size()) + " · times in "
                    + zone.getId();
        }
    }
}
