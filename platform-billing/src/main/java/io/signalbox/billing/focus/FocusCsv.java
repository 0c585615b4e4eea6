package io.signalbox.billing.focus;

import io.signalbox.csv.CsvText;
import io.signalbox.tenant.TenantId;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;

/** Writes rows as FOCUS CSV: times in UTC, amounts in exact decimal USD, what is null as an empty cell. */
final class FocusCsv {

    static final List<String> COLUMNS = List.of(
            "BilledCost",
            "BillingAccountId",
            "BillingAccountName",
            "BillingCurrency",
            "BillingPeriodEnd",
            "BillingPeriodStart",
            "ChargeCategory",
            "ChargeClass",
            "ChargeDescription",
            "ChargeFrequency",
            "ChargePeriodEnd",
            "ChargePeriodStart",
            "ConsumedQuantity",
            "ConsumedUnit",
            "ContractedCost",
            "EffectiveCost",
            "InvoiceId",
            "InvoiceIssuerName",
            "ListCost",
            "PricingQuantity",
            "PricingUnit",
            "ProviderName",
            "PublisherName",
            "ResourceId",
            "ServiceCategory",
            "ServiceName",
            "ServiceSubcategory",
            "SkuId",
            "SkuMeter",
            "SubAccountId",
            "Tags",
            "x_CredentialType",
            "x_ModelProvider",
            "x_ProviderCostEstimate",
            "x_RequestedModel",
            "x_Task");

    private static final String US = "Signalbox";

    private final TenantId tenant;
    private final FocusPeriod period;
    private final CsvText csv = new CsvText();

    FocusCsv(TenantId tenant, FocusPeriod period) {
        this.tenant = tenant;
        this.period = period;
    }

    FocusCsv header() {
        csv.texts(COLUMNS).endRow();
        return this;
    }

    FocusCsv rows(List<FocusRow> rows) {
        rows.forEach(this::row);
        return this;
    }

    private void row(FocusRow row) {
        csv.money(row.billed())
                .text(tenant.value())
                .text(period.account())
                .text("USD")
                .text(period.month().endsAt().toString())
                .text(period.month().startsAt().toString())
                .text(row.category())
                .text(row.correction() ? "Correction" : "")
                .text(row.description())
                .text(row.frequency())
                .text(row.endsAt().toString())
                .text(row.startsAt().toString());
        consumed(row);
        csv.money(row.billed())
                .money(row.billed())
                .text(row.invoice())
                .text(US)
                .money(row.list())
                .number(row.quantity())
                .text(row.unit())
                .text(US)
                .text(row.usage().map(FocusCsv::publisher).orElse(US))
                .text(row.usage().map(FocusUsage::key).orElse(""))
                .text("AI and Machine Learning")
                .text(US)
                .text("Generative AI")
                .text(row.usage().map(usage -> usage.group().model()).orElse(row.meter()))
                .text(row.meter())
                .text(row.usage().map(usage -> usage.group().app()).orElse(""))
                .text(row.usage().map(usage -> tags(usage.tags())).orElse(""))
                .text(row.usage()
                        .map(usage -> usage.group().direct() ? "tenant" : "platform")
                        .orElse(""))
                .text(row.usage().map(FocusUsage::provider).orElse(""))
                .money(row.estimate())
                .text(row.usage().map(FocusUsage::requestedModel).orElse(""))
                .text(row.usage().map(FocusUsage::task).orElse(""))
                .endRow();
    }

    /** Only usage is consumed. */
    private void consumed(FocusRow row) {
        if (row.category().equals(FocusRow.USAGE)) {
            csv.number(row.quantity()).text(row.unit());
        } else {
            csv.text("").text("");
        }
    }

    /** Models are named {@code vendor/model}, or by their provider's own name. */
    private static String publisher(FocusUsage usage) {
        int slash = usage.group().model().indexOf('/');
        return slash > 0 ? usage.group().model().substring(0, slash) : usage.provider();
    }

    /** A tag without a value has the value {@code true}, as the format wants it. */
    private static String tags(String array) {
        JsonObject tags = new JsonObject();
        new JsonArray(array).forEach(tag -> tags.put(String.valueOf(tag), true));
        return tags.encode();
    }

    @Override
    public String toString() {
        return csv.toString();
    }
}
