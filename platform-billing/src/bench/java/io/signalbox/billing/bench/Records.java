package io.signalbox.billing.bench;

import io.signalbox.billing.budget.Intent;
import io.signalbox.billing.escrow.LeaseId;
import io.signalbox.billing.usage.Confidence;
import io.signalbox.billing.usage.Settlement;
import io.signalbox.billing.usage.UsageEvent;
import io.signalbox.key.KeyId;
import io.signalbox.key.KeyMode;
import io.signalbox.money.Money;
import io.signalbox.money.TokenUsage;
import io.signalbox.tenant.AppId;
import io.signalbox.tenant.TenantId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The INTENT and SETTLE records of an ordinary attempt, with ids as long as real ones. */
final class Records {

    private static final String ID = "_01kb0q8m5xw3v9n2r7t4y6z1ac";
    private static final Money RESERVED = new Money(10_000_000);
    private static final Instant STARTED = Instant.parse("2026-11-20T10:15:00Z");
    private static final List<String> TAGS = List.of("team=search");

    private Records() {}

    static byte[] intent(List<LeaseId> leases) {
        return new Intent(
                        "evt" + ID,
                        "req" + ID,
                        1,
                        new TenantId("ten" + ID),
                        new AppId("app" + ID),
                        new KeyId("key" + ID),
                        KeyMode.LIVE,
                        "openai",
                        false,
                        "openai/gpt-4.1-mini",
                        "smart-select",
                        Optional.of("summarization"),
                        "pinned",
                        true,
                        RESERVED,
                        "2026-11-01",
                        STARTED,
                        TAGS,
                        leases)
                .write();
    }

    static byte[] settle(List<LeaseId> leases) {
        UsageEvent event = new UsageEvent(
                "evt" + ID,
                "req" + ID,
                1,
                new TenantId("ten" + ID),
                new AppId("app" + ID),
                new KeyId("key" + ID),
                KeyMode.LIVE,
                "openai",
                false,
                "openai/gpt-4.1-mini",
                "smart-select",
                Optional.of("summarization"),
                "pinned",
                TokenUsage.ofText(1_200, 340),
                Optional.of(new Money(1_024_000)),
                Optional.of(new Money(5_120_000)),
                Confidence.EXACT,
                "2026-11-01",
                STARTED,
                STARTED.plusSeconds(2),
                TAGS);
        return new Settlement(event, RESERVED, leases).write();
    }

    /** As many leases as budgets, with ids as long as real ones. */
    static List<LeaseId> leases() {
        return List.of(new LeaseId("lea" + ID), new LeaseId("lea" + ID + "2"), new LeaseId("lea" + ID + "3"));
    }
}
