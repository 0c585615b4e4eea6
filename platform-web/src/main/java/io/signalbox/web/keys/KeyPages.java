package io.signalbox.web.keys;

import io.signalbox.key.KeyMode;
import io.signalbox.key.VirtualKey;
import io.signalbox.tenant.App;
import io.signalbox.tenant.Permission;
import io.signalbox.web.keys.KeyDesk.Issued;
import io.signalbox.web.keys.KeyDesk.Shelf;
import io.signalbox.web.keys.KeyListView.KeyForm;
import io.signalbox.web.keys.KeyListView.Telling;
import io.signalbox.web.page.Answer;
import io.signalbox.web.page.Choice;
import io.signalbox.web.page.NumberText;
import io.signalbox.web.page.Section;
import io.signalbox.web.page.Snippets;
import io.signalbox.web.page.TimeText;
import io.signalbox.web.page.Visit;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** The pages of virtual keys. A secret is on exactly one page, the answer to the form that made it. */
public final class KeyPages {

    private static final Duration GRACE = Duration.ofHours(24);
    private static final List<Duration> GRACES = List.of(Duration.ZERO, Duration.ofHours(1), GRACE, Duration.ofDays(7));

    private final KeyDesk desk;

    public KeyPages(KeyDesk desk) {
        this.desk = desk;
    }

    /** The view of {@code keys/secret}. */
    public record SecretView(String title, String subtitle, String secret, String notice, String curl, String python) {}

    /** The view of {@code keys/confirm}. */
    public record ConfirmView(
            String title,
            String secret,
            String action,
            List<String> effects,
            List<Choice> graces,
            boolean danger,
            String button) {

        public ConfirmView {
            effects = List.copyOf(effects);
            graces = List.copyOf(graces);
        }
    }

    public Future<Answer> list(Visit visit) {
        return list(visit, KeyDraft.EMPTY, "", 200);
    }

    private Future<Answer> list(Visit visit, KeyDraft draft, String nameError, int status) {
        return desk.shelf(visit.viewer(), visit.query("before")).map(shelf -> {
            Instant now = desk.now();
            Telling telling = new Telling(
                    shelf.apps().stream().collect(Collectors.toMap(App::id, App::name)),
                    visit.viewer().zone(),
                    now);
            KeyListView view = new KeyListView(
                    shelf.keys().stream().map(telling::row).toList(),
                    telling.summary(shelf.keys()),
                    older(shelf),
                    visit.viewer().grants().allow(Permission.WRITE_KEYS),
                    KeyForm.of(shelf.apps(), draft, nameError));
            return new Answer.Page(status, "Keys", Section.KEYS, "keys/list", view);
        });
    }

    private static String older(Shelf shelf) {
        return shelf.more()
                ? "/keys?before="
                        + shelf.keys().get(shelf.keys().size() - 1).id().value()
                : "";
    }

    public Future<Answer> create(Visit visit) {
        KeyDraft draft = KeyDraft.read(visit);
        Optional<String> refusal = draft.refusal();
        if (refusal.isPresent()) {
            return list(visit, draft, refusal.get(), 422);
        }
        return desk.create(visit.viewer(), draft)
                .map(issued -> secretPage(visit, issued, "Key “" + draft.name() + "” is ready", ""));
    }

    public Future<Answer> confirmRevoke(Visit visit) {
        return desk.find(visit.viewer(), visit.pathParam("id")).map(key -> {
            String use = key.lastUsedAt()
                    .map(at -> "It was last used " + TimeText.ago(at, desk.now()) + ".")
                    .orElse("It has never been used.");
            return confirmPage(new ConfirmView(
                    "Revoke “" + key.name() + "”?",
                    key.masked(),
                    "/keys/" + key.id().value() + "/revoke",
                    List.of(
                            "Every call with this key is refused with 401 within 2 seconds, on every node. " + use,
                            "This cannot be undone. Requests made with it stay in the list and in the figures."),
                    List.of(),
                    true,
                    "Revoke key"));
        });
    }

    public Future<Answer> revoke(Visit visit) {
        return desk.revoke(visit.viewer(), visit.pathParam("id")).map(new Answer.Redirect("/keys"));
    }

    public Future<Answer> confirmRotate(Visit visit) {
        return desk.find(visit.viewer(), visit.pathParam("id")).map(key -> confirmPage(rotation(key)));
    }

    private static ConfirmView rotation(VirtualKey key) {
        return new ConfirmView(
                "Rotate “" + key.name() + "”?",
                key.masked(),
                "/keys/" + key.id().value() + "/rotate",
                List.of("The key gets a new secret, shown once on the next page. Its name, limits and history stay."),
                GRACES.stream()
                        .map(grace ->
                                new Choice(String.valueOf(grace.toHours()), graceText(grace), grace.equals(GRACE)))
                        .toList(),
                false,
                "Rotate key");
    }

    public Future<Answer> rotate(Visit visit) {
        Duration grace = GRACES.stream()
                .filter(each -> String.valueOf(each.toHours()).equals(visit.field("grace")))
                .findFirst()
                .orElse(GRACE);
        return desk.rotate(visit.viewer(), visit.pathParam("id"), grace)
                .map(issued -> secretPage(
                        visit,
                        issued,
                        "Key “" + issued.key().name() + "” has a new secret",
                        graceNotice(visit, grace)));
    }

    private String graceNotice(Visit visit, Duration grace) {
        if (grace.isZero()) {
            return "The old secret no longer works.";
        }
        TimeText times = new TimeText(visit.viewer().zone());
        return "The old secret works until " + times.minute(desk.now().plus(grace)) + " "
                + visit.viewer().zone().getId() + ".";
    }

    private static String graceText(Duration grace) {
        if (grace.isZero()) {
            return "no longer, at once";
        }
        return "for "
                + (grace.toHours() % 24 == 0 && grace.toDays() > 1
                        ? NumberText.counted(grace.toDays(), "day")
                        : NumberText.counted(grace.toHours(), "hour"));
    }

    private static Answer confirmPage(ConfirmView view) {
        return Answer.page(view.title(), Section.KEYS, "keys/confirm", view);
    }

    private static Answer secretPage(Visit visit, Issued issued, String title, String notice) {
        String secret = issued.secret().reveal();
        Snippets snippets = Snippets.with(visit.siteUrl(), secret);
        String kind =
                issued.key().mode() == KeyMode.TEST ? "Test key: served by the sandbox, never costs money" : "Live key";
        SecretView view = new SecretView(
                title, kind + " · app " + issued.app().name(), secret, notice, snippets.curl(), snippets.python());
        return Answer.page(title, Section.KEYS, "keys/secret", view);
    }
}
