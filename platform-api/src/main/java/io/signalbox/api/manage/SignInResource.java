package io.signalbox.api.manage;

import io.signalbox.api.manage.http.Answer;
import io.signalbox.api.manage.http.BodyFields;
import io.signalbox.api.manage.http.ManageRequest;
import io.signalbox.api.manage.http.ManageRoute;
import io.signalbox.audit.Deed;
import io.signalbox.audit.Deeds;
import io.signalbox.fault.Fault;
import io.signalbox.fault.FaultCode;
import io.signalbox.tenant.Member;
import io.signalbox.tenant.MemberId;
import io.signalbox.tenant.MemberStore;
import io.signalbox.tenant.Permission;
import io.signalbox.tenant.SignInLink;
import io.signalbox.tenant.SignInStore;
import io.signalbox.tenant.SignInToken;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.SqlClient;
import java.net.URI;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;

/** One-time links with which a member signs in to the dashboard. */
final class SignInResource {

    private static final int ID_LENGTH_MAX = 64;

    private final Deeds deeds;
    private final SecureRandom random;
    private final Optional<URI> publicUrl;
    private final MemberStore members = new MemberStore();
    private final SignInStore signIns = new SignInStore();

    SignInResource(Deeds deeds, SecureRandom random, Optional<URI> publicUrl) {
        this.deeds = deeds;
        this.random = random;
        this.publicUrl = publicUrl;
    }

    List<ManageRoute> routes() {
        return List.of(ManageRoute.post("/sign-in-links", Permission.WRITE_MEMBERS, this::create));
    }

    private Future<Answer> create(ManageRequest request) {
        BodyFields fields = request.fields();
        Optional<String> memberId = fields.optionalText("member_id", ID_LENGTH_MAX);
        fields.check();
        SignInToken token = SignInToken.generate(random);
        return deeds.quietly(
                        request.acting(),
                        tx -> member(request, tx, memberId).compose(member -> {
                            SignInLink link = SignInLink.of(request.tenant(), member.id(), deeds.now());
                            JsonObject after = new JsonObject()
                                    .put("member_id", member.id().value())
                                    .put("expires_at", link.expiresAt().toString());
                            return signIns.insertLink(request.tenant(), tx, link, token)
                                    .map(Deed.created(
                                            after,
                                            new Deed.Target(
                                                    "sign_in_link", member.id().value()),
                                            after));
                        }))
                .map(link -> Answer.createdOnce(link.copy().put("url", url(request, token))));
    }

    private String url(ManageRequest request, SignInToken token) {
        String site = publicUrl.map(url -> url.toString().replaceAll("/+$", "")).orElseGet(request::baseUrl);
        return site + "/sign-in/" + token.reveal();
    }

    /** The member asked for, or the tenant's first owner; one who may more than the token is not to be impersonated by it. */
    private Future<Member> member(ManageRequest request, SqlClient tx, Optional<String> id) {
        Future<Optional<Member>> found = id.isEmpty()
                ? members.findFirstOwner(request.tenant(), tx)
                : ManageRequest.readId(id.get(), MemberId::new)
                        .map(member -> members.find(request.tenant(), tx, member))
                        .orElse(Future.succeededFuture(Optional.empty()));
        return found.map(
                        it -> it.filter(member -> member.disabledAt().isEmpty()).orElseThrow(ManageRequest::notFound))
                .compose(member -> request.caller().grants().cover(member.role().grants())
                        ? Future.succeededFuture(member)
                        : Future.failedFuture(Fault.of(
                                FaultCode.FORBIDDEN,
                                "This token may do less than that member, so it cannot sign it in.")));
    }
}
