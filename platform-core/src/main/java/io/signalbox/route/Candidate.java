package io.signalbox.route;

import io.signalbox.money.Money;
import java.util.Optional;

/** A model that was considered: its expected cost (empty: unpriced) and in a few words why it was chosen or passed over. */
public record Candidate(String model, String provider, Optional<Money> expectedCost, boolean chosen, String why) {}
