package io.signalbox.csv;

import io.signalbox.money.Money;
import java.math.BigDecimal;
import java.util.Optional;

/**
 * Comma-separated values (<a href="https://www.rfc-editor.org/rfc/rfc4180">RFC 4180</a>), written cell by cell. Texts that a spreadsheet would take for a
 * formula get an apostrophe in front; amounts are plain decimals, and what is not known is an empty cell.
 */
public final class CsvText {

    private static final String FORMULA_STARTS = "=+-@\t\r";

    private final StringBuilder csv = new StringBuilder();
    private boolean inRow;

    public CsvText text(String text) {
        boolean formula = !text.isEmpty() && FORMULA_STARTS.indexOf(text.charAt(0)) >= 0;
        String shown = formula ? "'" + text : text;
        boolean quoted = shown.chars().anyMatch(each -> each == ',' || each == '"' || each == '\n' || each == '\r');
        return cell(quoted ? "\"" + shown.replace("\"", "\"\"") + "\"" : shown);
    }

    public CsvText number(long number) {
        return cell(Long.toString(number));
    }

    public CsvText number(BigDecimal number) {
        return cell(number.toPlainString());
    }

    /** What is not known: an empty cell. */
    public CsvText empty() {
        return cell("");
    }

    /** In USD. */
    public CsvText money(Money money) {
        return cell(money.usd());
    }

    public CsvText money(Optional<Money> money) {
        return cell(money.map(Money::usd).orElse(""));
    }

    public CsvText texts(Iterable<String> texts) {
        texts.forEach(this::text);
        return this;
    }

    public CsvText endRow() {
        csv.append("\r\n");
        inRow = false;
        return this;
    }

    private CsvText cell(String cell) {
        if (inRow) {
            csv.append(',');
        }
        csv.append(cell);
        inRow = true;
        return this;
    }

    @Override
    public String toString() {
        return csv.toString();
    }
}
