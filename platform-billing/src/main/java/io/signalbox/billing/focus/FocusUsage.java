package io.signalbox.billing.focus;

import io.signalbox.billing.invoice.UsageGroup;
import java.time.Instant;

/** Charges of one hour (UTC) that agree in all that rows tell apart, summed. {@code tags} is a JSON array; {@code task} is empty when there was none. */
record FocusUsage(
        Instant hour, String key, String provider, String requestedModel, String task, String tags, UsageGroup group) {}
