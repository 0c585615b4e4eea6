package io.signalbox.web.keys;

import io.signalbox.db.Database;
import io.signalbox.fault.Fault;
import io.signalbox.fault.FaultCode;
import io.signalbox.id.PageRequest;
import io.signalbox.key.IssuedKey;
import io.signalbox.key.KeyDesk;
import io.signalbox.key.KeyId;
import io.signalbox.key.KeyMode;
import io.signalbox.key.NewKey;
import io.signalbox.key.VirtualKey;
import io.signalbox.tenant.App;
import io.signalbox.tenant.AppStore;
import io.signalbox.tenant.Permission;
import io.signalbox.tenant.TenantId;
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
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The pages of virtual keys. A secret is on exactly one page, the answer to the form that made it. */
public final class KeyPages {

    private static final Duration GRACE = Duration.ofHours(24);
    private static final List<Duration> GRACES = List.of(Duration.ZERO, Duration.ofHours(1), GRACE, Duration.ofDays(7));

    private static final int PAGE_SIZE = 100;
    private static final int APPS_MAX = 200;

    private final KeyDesk desk;
    private final Database database;
    private final InstantSource clock;
    private final AppStore apps = new AppStore();

    public KeyPages(KeyDesk desk, Database database, InstantSource clock) {
        this.desk = desk;
        this.database = database;
        this.clock = clock;
    }

    /** The view of {@code keys/secret}. */
    public record SecretView(
            String title,
            String subtitle,
            String secret,
            String notice,
            String curl,
            String python,
            String anthropic) {}

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
        PageRequest page = new PageRequest(visit.query("before"), PAGE_SIZE + 1);
        return desk.list(visit.viewer().tenant(), Optional.empty(), page)
                .compose(keys -> apps(visit).map(all -> {
                    KeyListView view = listView(visit, keys, all, KeyForm.of(all, draft, nameError));
                    return new Answer.Page(status, "Keys", Section.KEYS, "keys/list", view);
                }));
    }

    private KeyListView listView(Visit visit, List<VirtualKey> found, List<App> all, KeyForm form) {
        List<VirtualKey> keys = found.subList(0, Math.min(PAGE_SIZE, found.size()));
        Telling telling = new Telling(
                all.stream().collect(Collectors.toMap(App::id, App::name)),
                visit.viewer().zone(),
                clock.instant());
        String older = found.size() > PAGE_SIZE
                ? "/keys?before=" + keys.get(PAGE_SIZE - 1).id()
                : "";
        return new KeyListView(
                keys.stream().map(telling::row).toList(),
                telling.summary(keys),
                older,
                visit.viewer().grants().allow(Permission.WRITE_KEYS),
                form);
    }

    private Future<List<App>> apps(Visit visit) {
        TenantId tenant = visit.viewer().tenant();
        return database.inTransaction(tenant, tx -> apps.list(tenant, tx, PageRequest.first(APPS_MAX)));
    }

    public Future<Answer> create(Visit visit) {
        KeyDraft draft = KeyDraft.read(visit);
        Optional<String> refusal = draft.refusal();
        if (refusal.isPresent()) {
            return list(visit, draft, refusal.get(), 422);
        }
        Optional<NewKey> wanted = draft.wanted();
        if (wanted.isEmpty()) {
            return Future.failedFuture(noSuchKey());
        }
        return desk.create(visit.acting(), wanted.get())
                .compose(issued -> secretPage(visit, issued, "Key “" + draft.name() + "” is ready", ""));
    }

    public Future<Answer> confirmRevoke(Visit visit) {
        return found(visit).map(key -> {
            String use = key.lastUsedAt()
                    .map(at -> "It was last used " + TimeText.ago(at, clock.instant()) + ".")
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
        return withKey(visit, id -> desk.revoke(visit.acting(), id)).map(new Answer.Redirect("/keys"));
    }

    public Future<Answer> confirmRotate(Visit visit) {
        return found(visit).map(key -> confirmPage(rotation(key)));
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
        return withKey(visit, id -> desk.rotate(visit.acting(), id, grace))
                .compose(issued -> secretPage(
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
        return "The old secret works until " + times.minute(clock.instant().plus(grace)) + " "
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

    private Future<Answer> secretPage(Visit visit, IssuedKey issued, String title, String notice) {
        String secret = issued.secret().reveal();
        Snippets snippets = Snippets.with(visit.siteUrl(), secret);
        String kind =
                issued.key().mode() == KeyMode.TEST ? "Test key: served by the sandbox, never costs money" : "Live key";
        return apps(visit).map(all -> {
            String app = all.stream()
                    .filter(each -> each.id().equals(issued.key().app()))
                    .map(App::name)
                    .findFirst()
                    .orElse(issued.key().app().value());
            String subtitle = kind + " · app " + app;
            SecretView view = new SecretView(
                    title, subtitle, secret, notice, snippets.curl(), snippets.python(), snippets.anthropic());
            return Answer.page(title, Section.KEYS, "keys/secret", view);
        });
    }

    private Future<VirtualKey> found(Visit visit) {
        return withKey(visit, id -> desk.find(visit.viewer().tenant(), id));
    }

    /** What is no key's id cannot be a key: the same answer as for one that never was. */
    private static <T> Future<T> withKey(Visit visit, Function<KeyId, Future<T>> work) {
        String id = visit.pathParam("id");
        return id.matches("key_[0-9A-Za-z]{1,60}") ? work.apply(new KeyId(id)) : Future.failedFuture(noSuchKey());
    }

    private static Fault noSuchKey() {
        return Fault.of(FaultCode.NOT_FOUND, "There is no such key or app.");
    }
}
