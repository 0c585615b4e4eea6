package io.signalbox.web.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class TemplatesTest {

    private static final Path RESOURCES = Path.of("src/main/resources");

    private static List<Path> templates() throws IOException {
        try (Stream<Path> files = Files.walk(RESOURCES.resolve("templates"))) {
            return files.filter(Files::isRegularFile).toList();
        }
    }

    @Test
    void writeNothingUnescapedAndHoldNoScriptOrStyle() throws IOException {
        for (Path template : templates()) {
            assertThat(Files.readString(template))
                    .as(template.toString())
                    .doesNotContain(
                            "utext", "[(", "[[", "__$", "style=", "<style", "javascript:", "onclick", "${T(", "@");
        }
    }

    @Test
    void startWithADoctype() throws IOException {
        for (Path template : templates()) {
            assertThat(Files.readString(template)).as(template.toString()).startsWith("<!DOCTYPE html>");
        }
    }

    @Test
    void giveEveryFormThatChangesSomethingItsToken() throws IOException {
        for (Path template : templates()) {
            String text = Files.readString(template);
            if (text.contains("method=\"post\"") && !template.endsWith("signin/confirm.html")) {
                assertThat(text).as(template.toString()).contains("name=\"_form\"");
            }
        }
    }

    @Test
    void keepTheStyleSheetSmall() throws IOException {
        assertThat(Files.size(RESOURCES.resolve("assets/app.css"))).isLessThan(15_000);
    }
}
