package io.signalbox.billing.reconcile.report;

import java.time.LocalDate;

/** A UTC day that a report covers. It replaces what was known of it, even if by nothing. */
public record ReportDay(LocalDate day, ReportKind kind) {}
