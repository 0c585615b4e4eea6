package io.signalbox.billing.ledger;

import java.util.Locale;

/**
 * The chart of accounts: every tenant's book has these and no others. Debits raise what one has or spends (asset, expense), credits raise what one owes or
 * earns (liability, income); memo accounts only note. The books are the platform's: what it buys from providers for the tenant, and what the tenant owes it.
 */
public enum AccountCode {
    /** What the platform's own credentials bought for the tenant, at cost. */
    USAGE("usage", Kind.EXPENSE),
    /** Whole reservations of attempts whose end nobody knows; the platform bears them. */
    UNCONFIRMED("unconfirmed", Kind.EXPENSE),
    /** Usage that the provider bills to the tenant itself, noted at cost. */
    USAGE_DIRECT("usage:direct", Kind.MEMO),
    /** What the platform owes a provider: {@code payable:<provider>}. */
    PAYABLE("payable", Kind.LIABILITY),
    /** The other side of {@link #USAGE_DIRECT}: {@code direct:<provider>}. */
    DIRECT("direct", Kind.MEMO),
    /** What the tenant owes for charges that no credit covered, until it pays. */
    RECEIVABLE("receivable", Kind.ASSET),
    /** The part of charges that passes the providers' prices on. */
    REVENUE_USAGE("revenue:usage", Kind.INCOME),
    /** The part of charges that the plan's markup adds. */
    REVENUE_MARKUP("revenue:markup", Kind.INCOME),
    /** Platform fees: the share of each event's cost, and the monthly one. */
    REVENUE_PLATFORM_FEE("revenue:platform_fee", Kind.INCOME),
    /** Credit the tenant paid for and has not used. */
    CREDITS_PREPAID("credits:prepaid", Kind.LIABILITY),
    /** Credit the tenant was given and has not used. */
    CREDITS_GRANT("credits:grant", Kind.LIABILITY),
    /** What grants cost the platform. */
    CREDITS_GRANTED("credits:granted", Kind.EXPENSE),
    /** Credit that was not used in time. */
    CREDITS_EXPIRED("credits:expired", Kind.INCOME),
    /** Payments received, on their way to the bank. */
    CLEARING_PAYMENT("clearing:payment", Kind.ASSET),
    /** Debts given up. */
    WRITE_OFF("write_off", Kind.EXPENSE),
    /** Corrections in the tenant's favour, by credit notes, and of prices after the fact. */
    ADJUSTMENT("adjustment", Kind.EXPENSE);

    /** What an account's balance means. */
    public enum Kind {
        ASSET,
        LIABILITY,
        INCOME,
        EXPENSE,
        MEMO;

        String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private final String code;
    private final Kind kind;

    AccountCode(String code, Kind kind) {
        this.code = code;
        this.kind = kind;
    }

    /** As it stands in postings; one account a provider for {@link #PAYABLE} and {@link #DIRECT}, see {@link #of(String)}. */
    public String code() {
        return code;
    }

    public Kind kind() {
        return kind;
    }

    /** The account a code stands for; fails when the chart has none, so that no posting invents one. */
    static AccountCode of(String code) {
        for (AccountCode each : values()) {
            boolean perProvider = each == PAYABLE || each == DIRECT;
            if (perProvider ? code.startsWith(each.code + ":") : code.equals(each.code)) {
                return each;
            }
        }
        throw new IllegalArgumentException("the chart of accounts has no '" + code + "'");
    }
}
