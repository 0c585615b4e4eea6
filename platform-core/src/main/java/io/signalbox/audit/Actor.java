package io.signalbox.audit;

import io.signalbox.tenant.MemberId;
import java.util.Locale;

/** Who did it; {@code id} is a member's, an admin token's, or names the part of the system. */
public record Actor(Kind kind, String id) {

    /** What can act. */
    public enum Kind {
        MEMBER,
        ADMIN_TOKEN,
        SYSTEM;

        /** The name in JSON and SQL: {@code admin_token}. */
        public String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }

        static Kind ofWireName(String name) {
            return valueOf(name.toUpperCase(Locale.ROOT));
        }
    }

    public static Actor of(MemberId member) {
        return new Actor(Kind.MEMBER, member.value());
    }

    public static Actor ofAdminToken(String tokenId) {
        return new Actor(Kind.ADMIN_TOKEN, tokenId);
    }

    /** A part of the product acting by itself, such as {@code bootstrap}. */
    public static Actor ofSystem(String part) {
        return new Actor(Kind.SYSTEM, part);
    }
}
