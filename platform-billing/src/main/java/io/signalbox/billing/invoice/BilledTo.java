package io.signalbox.billing.invoice;

/** Who is billed, as an invoice was issued with it; what was not told is empty. */
public record BilledTo(String legalName, String address, String taxId, String email, String reference) {}
