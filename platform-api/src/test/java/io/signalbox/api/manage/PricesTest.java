package io.signalbox.api.manage;

import static org.assertj.core.api.Assertions.assertThat;

import io.signalbox.api.manage.AdminApi.Org;
import io.signalbox.api.manage.AdminApi.Reply;
import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class PricesTest {

    private static final String GPT = "/prices?provider=openai&model=gpt-4o";

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
    void tellsWhatModelsCostAndWhereThatIsFrom() {
        Reply all = api.get(org, "/prices");

        JsonObject gpt = line(GPT);
        assertThat(all.json().getString("version")).startsWith("book-");
        assertThat(all.json().getJsonArray("data")).hasSizeGreaterThan(20);
        assertThat(all.text()).doesNotContain("sandbox/");
        assertThat(gpt.getJsonObject("usd_per_million").getString("input")).isEqualTo("2.5");
        assertThat(gpt.getString("source")).contains("openai.com");
        assertThat(gpt.getJsonObject("own")).isNull();
        assertThat(line("/prices?provider=gemini&model=gemini-2.5-pro")
                        .getJsonObject("usd_per_million")
                        .getJsonObject("above")
                        .getJsonObject("200000")
                        .getString("output"))
                .isEqualTo("15");
        assertThat(api.get(org, "/prices?at=2020-01-01T00:00:00Z").json().getJsonArray("data"))
                .as("before there was a book")
                .isEmpty();
    }

    @Test
    void setsWithdrawsAndGuardsATenantsOwnPrice() {
        JsonObject own = new JsonObject()
                .put("provider", "openai")
                .put("usd_per_million", new JsonObject().put("input", "2").put("output", "8"))
                .put("note", "contract");

        Reply blind = api.write("PUT", org, "/prices/gpt-4o", own);
        Reply first = api.writeVersion("PUT", org, "/prices/gpt-4o", "\"0\"", own);
        Reply again = api.writeVersion("PUT", org, "/prices/gpt-4o", "\"0\"", own);

        assertThat(blind.status()).isEqualTo(428);
        assertThat(first.status()).isEqualTo(200);
        assertThat(first.headers().get("etag")).containsExactly("\"1\"");
        assertThat(again.status()).isEqualTo(412);
        assertThat(line(GPT).getJsonObject("own").getString("note")).isEqualTo("contract");
        assertThat(api.get(api.org(), GPT)
                        .json()
                        .getJsonArray("data")
                        .getJsonObject(0)
                        .getJsonObject("own"))
                .isNull();

        Reply gone = api.writeVersion(
                "PUT",
                org,
                "/prices/gpt-4o",
                "\"1\"",
                new JsonObject().put("provider", "openai").putNull("usd_per_million"));
        assertThat(gone.status()).isEqualTo(200);
        assertThat(line(GPT).getJsonObject("own").getJsonObject("usd_per_million"))
                .isNull();
    }

    @Test
    void saysWhatIsWrongWithAPrice() {
        JsonObject odd = new JsonObject()
                .put("provider", "openai")
                .put("usd_per_million", new JsonObject().put("input", "-1").put("output", "8"));

        Reply refused = api.writeVersion("PUT", org, "/prices/gpt-4o", "\"0\"", odd);

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.text()).contains("/usd_per_million").contains("rate of input");
        assertThat(api.writeVersion("PUT", org, "/prices/gpt-4o", "\"0\"", new JsonObject().put("provider", "openai"))
                        .status())
                .isEqualTo(400);
    }

    @Test
    void listsWhatWasUsedWithoutAPrice() {
        assertThat(api.get(org, "/prices/unpriced").json().getJsonArray("data")).isEmpty();

        String hour = "INSERT INTO usage_hour VALUES ('" + org.id().value()
                + "', '2026-11-20T10:00:00Z', 'app_1', 'key_1', 'lab/m', ''," + " 'custom', 'exact', false, 3, 2"
                + ", 0".repeat(24) + ")";
        api.inTenant(org.id(), tx -> tx.query(hour).execute());

        JsonObject found =
                api.get(org, "/prices/unpriced").json().getJsonArray("data").getJsonObject(0);
        assertThat(found.getString("model")).isEqualTo("lab/m");
        assertThat(found.getLong("attempts")).isEqualTo(2);
        assertThat(found.getString("since")).isEqualTo("2026-11-20T10:00:00Z");
    }

    private JsonObject line(String path) {
        return api.get(org, path).json().getJsonArray("data").getJsonObject(0);
    }
}
