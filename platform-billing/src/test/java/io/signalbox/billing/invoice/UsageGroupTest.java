package io.signalbox.billing.invoice;

import static org.assertj.core.api.Assertions.assertThat;

import io.signalbox.billing.invoice.UsageGroup.Part;
import io.signalbox.money.Money;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class UsageGroupTest {

    @Test
    void sharesThePriceOutByCostAndGivesTheRestToTheDearest() {
        UsageGroup group = group(
                new Money(101),
                Map.of("input", new Part(10, 30), "output", new Part(5, 60), "cache_read", new Part(1, 1)));

        // 101 * 30/91 = 33.2, 101 * 60/91 = 66.5, 101 * 1/91 = 1.1
        assertThat(amounts(group)).containsExactlyInAnyOrder(33L, 67L, 1L);
    }

    @Test
    void addsUpWhateverTheCosts() {
        Random random = new Random(4);
        for (int i = 0; i < 2_000; i++) {
            Map<String, Part> meters = new LinkedHashMap<>();
            for (String each : List.of("input", "cache_read", "output", InvoiceLine.UNSPLIT)) {
                meters.put(each, new Part(random.nextInt(3), random.nextInt(3) == 0 ? 0 : random.nextLong(1L << 50)));
            }
            long price = random.nextLong(1L << 52);

            UsageGroup group = group(new Money(price), meters);

            assertThat(amounts(group).stream().mapToLong(each -> each).sum()).isEqualTo(price);
        }
    }

    private static List<Long> amounts(UsageGroup group) {
        return group.lines().stream().map(line -> line.amount().nanos()).toList();
    }

    private static UsageGroup group(Money price, Map<String, Part> meters) {
        return new UsageGroup("app_a", "m", false, false, meters, price, Money.ZERO, price);
    }
}
