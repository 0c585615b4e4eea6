package io.signalbox.launch;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.classic.spi.LoggingEvent;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.event.KeyValuePair;

class LogLineTest {

    @Test
    void writesOneLineAnEventWhateverItHolds() throws Exception {
        // Given: the log as it is shipped.
        LoggerContext context = new LoggerContext();
        JoranConfigurator configurator = new JoranConfigurator();
        configurator.setContext(context);
        configurator.doConfigure(LogAppender.class.getResource("/logback.xml"));
        LogAppender appender =
                (LogAppender) context.getLogger(Logger.ROOT_LOGGER_NAME).getAppender("stderr");
        LoggingEvent event = new LoggingEvent(
                "fqcn", context.getLogger("io.signalbox.some.Thing"), Level.INFO, "said", null, new Object[0]);
        event.setKeyValuePairs(List.of(new KeyValuePair("model", "a\nb\rc"), new KeyValuePair("status", 200)));

        // When
        String line = new String(appender.getEncoder().encode(event), StandardCharsets.UTF_8);

        // Then
        assertThat(line).endsWith(" INFO  Thing: said model=\"a b c\" status=\"200\"\n");
        context.stop();
    }
}
