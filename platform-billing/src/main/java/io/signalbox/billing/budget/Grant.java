package io.signalbox.billing.budget;

import io.signalbox.billing.escrow.BudgetId;
import io.signalbox.money.Money;
import io.signalbox.tenant.TenantId;

/** One lease to write: an attempt's money in one budget. */
record Grant(String leaseId, TenantId tenant, BudgetId budget, String period, Money amount) {}
