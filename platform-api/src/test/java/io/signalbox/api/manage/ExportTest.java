package io.signalbox.api.manage;

import static org.assertj.core.api.Assertions.assertThat;

import io.signalbox.api.manage.AdminApi.Org;
import io.signalbox.api.manage.AdminApi.Reply;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Charges for other programs. */
class ExportTest {

    private static AdminApi api;

    private final Org org = api.org();

    @BeforeAll
    static void open() {
        api = AdminApi.start();
    }

    @AfterAll
    static void close() {
        api.close();
    }

    @Test
    void answersAMonthWithoutChargesWithTheHeader() {
        Reply reply = api.get(org, "/exports/focus?month=2026-11");

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.header("content-type")).isEqualTo("text/csv; charset=utf-8");
        assertThat(reply.header("content-disposition")).contains("focus-2026-11.csv");
        assertThat(reply.text()).startsWith("BilledCost,BillingAccountId,").endsWith(",x_Task\r\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "?month=2026-13",
                "?month=November",
                "?month=2026-11&format=xml",
                "?month=2026-11&month=2026-12"
            })
    void refusesWhatIsNoMonth(String query) {
        assertThat(api.get(org, "/exports/focus" + query).status()).isEqualTo(400);
    }
}
