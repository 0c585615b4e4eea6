package io.signalbox.csv;

import static org.assertj.core.api.Assertions.assertThat;

import io.signalbox.money.Money;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CsvTextTest {

    @Test
    void quotesWhatTheFormatNeedsQuoted() {
        assertThat(new CsvText()
                        .text("a,b")
                        .text("say \"hi\"")
                        .text("")
                        .number(-7)
                        .endRow()
                        .text("c")
                        .endRow())
                .hasToString("\"a,b\",\"say \"\"hi\"\"\",,-7\r\nc\r\n");
    }

    @Test
    void writesAmountsPlainlyAndNothingForWhatIsNotKnown() {
        assertThat(new CsvText().money(new Money(-150)).money(Optional.empty()).money(Money.ZERO))
                .hasToString("-0.00000015,,0");
    }

    @Test
    void keepsTextsFromBeingFormulas() {
        assertThat(new CsvText().text("=HYPERLINK(\"x\")").text("-1").text("@a"))
                .hasToString("\"'=HYPERLINK(\"\"x\"\")\",'-1,'@a");
    }
}
