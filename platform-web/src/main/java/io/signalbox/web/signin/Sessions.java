package io.signalbox.web.signin;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.signalbox.audit.Acting;
import io.signalbox.audit.Actor;
import io.signalbox.audit.Deed;
import io.signalbox.audit.Deeds;
import io.signalbox.db.Database;
import io.signalbox.db.Topic;
import io.signalbox.id.IdSource;
import io.signalbox.tenant.Member;
import io.signalbox.tenant.MemberStore;
import io.signalbox.tenant.Session;
import io.signalbox.tenant.SignInLink;
import io.signalbox.tenant.SignInStore;
import io.signalbox.tenant.SignInToken;
import io.signalbox.tenant.Tenant;
import io.signalbox.tenant.TenantId;
import io.signalbox.tenant.TenantStore;
import io.signalbox.web.page.Viewer;
import io.signalbox.web.page.Visit;
import io.signalbox.web.signin.SignIn.Place;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.SqlClient;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Sessions as rows: opened by a one-time link, looked up on every page, ended by signing out. A row is remembered for seconds only, so that a
 * session ended elsewhere, a disabled member or a changed role takes effect at once even if the notice of it is lost.
 */
final class Sessions {

    /** How long a session lasts; there is no renewal. */
    static final Duration LIFE = Duration.ofHours(12);

    private static final Duration REMEMBERED = Duration.ofSeconds(4);
    private static final long REMEMBERED_MAX = 10_000;

    private final Database database;
    private final FormTokens forms;
    private final IdSource ids;
    private final Deeds deeds;
    private final SignInStore signIns = new SignInStore();
    private final MemberStore members = new MemberStore();
    private final TenantStore tenants = new TenantStore();
    private final Cache<String, Viewer> remembered = Caffeine.newBuilder()
            .expireAfterWrite(REMEMBERED)
            .maximumSize(REMEMBERED_MAX)
            .build();

    Sessions(Place place, FormTokens forms) {
        this.database = place.database();
        this.forms = forms;
        this.ids = place.ids();
        this.deeds = place.deeds();
    }

    /**
     * Uses the link up and opens a session; empty when the link is unknown, used or expired, or its member disabled. A link is used up even when
     * what comes after fails: better one link too many than one that works twice.
     */
    Future<Optional<Session>> open(SignInToken token, String requestId) {
        return database.acrossTenants(tx -> signIns.redeemLink(tx, token, deeds.now()))
                .compose(link -> link.map(found -> open(found, requestId))
                        .orElseGet(() -> Future.succeededFuture(Optional.empty())));
    }

    private Future<Optional<Session>> open(SignInLink link, String requestId) {
        Instant now = deeds.now();
        TenantId tenant = link.tenant();
        Session session = new Session(ids.next("ses"), tenant, link.member(), now, now.plus(LIFE), Optional.empty());
        Acting acting = new Acting(tenant, Actor.of(link.member()), requestId);
        return deeds.quietly(
                acting,
                tx -> members.find(tenant, tx, link.member())
                        .compose(member -> member.filter(Sessions::isEnabled).isEmpty()
                                ? Future.succeededFuture(Deed.unchanged(Optional.empty()))
                                : signIns.insertSession(tenant, tx, session)
                                        .map(Deed.created(
                                                Optional.of(session), target(session.id()), audited(session)))));
    }

    private static Deed.Target target(String sessionId) {
        return new Deed.Target("session", sessionId);
    }

    private static JsonObject audited(Session session) {
        return new JsonObject()
                .put("member_id", session.member().value())
                .put("expires_at", session.expiresAt().toString());
    }

    /** The viewer of a live session; empty when it ended, or its member or tenant may no longer sign in. */
    Future<Optional<Viewer>> viewer(TenantId tenant, String sessionId) {
        Viewer known = remembered.getIfPresent(tenant.value() + '|' + sessionId);
        if (known != null) {
            return Future.succeededFuture(Optional.of(known));
        }
        return database.inTransaction(tenant, tx -> load(tenant, tx, sessionId))
                .onSuccess(
                        found -> found.ifPresent(viewer -> remembered.put(tenant.value() + '|' + sessionId, viewer)));
    }

    private Future<Optional<Viewer>> load(TenantId tenant, SqlClient tx, String sessionId) {
        return signIns.findSession(tenant, tx, sessionId).compose(session -> {
            if (session.filter(found -> found.isLive(deeds.now())).isEmpty()) {
                return Future.succeededFuture(Optional.empty());
            }
            Future<Optional<Member>> member =
                    members.find(tenant, tx, session.get().member());
            Future<Optional<Tenant>> home = tenants.find(tenant, tx);
            return Future.all(member, home)
                    .map(both -> member.result()
                            .filter(Sessions::isEnabled)
                            .flatMap(person -> home.result()
                                    .filter(found -> found.suspendedAt().isEmpty())
                                    .map(found -> viewer(session.get(), person, found))));
        });
    }

    private Viewer viewer(Session session, Member member, Tenant tenant) {
        return new Viewer(
                session.id(),
                tenant.id(),
                tenant.name(),
                tenant.reportingZone(),
                member.id(),
                member.name(),
                member.role().grants(),
                forms.tokenOf(session.id()));
    }

    private static boolean isEnabled(Member member) {
        return member.disabledAt().isEmpty();
    }

    /** Ends the visitor's session on every node. */
    Future<Void> close(Visit visit) {
        String sessionId = visit.viewer().sessionId();
        TenantId tenant = visit.viewer().tenant();
        JsonObject open =
                new JsonObject().put("member_id", visit.viewer().member().value());
        return deeds.openly(
                        visit.acting(),
                        Topic.SESSIONS,
                        sessionId,
                        tx -> signIns.revokeSession(tenant, tx, sessionId, deeds.now())
                                .map(live -> live ? Deed.deleted(live, target(sessionId), open) : Deed.unchanged(live)))
                .mapEmpty();
    }

    /** Drops what is remembered, so that the next page asks the rows. */
    void forgetAll() {
        remembered.invalidateAll();
    }
}
