package io.signalbox.config;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.signalbox.config.SignalboxConfig.SmtpConfig;
import io.signalbox.config.SignalboxConfig.SmtpSecurity;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SmtpConfigTest {

    static final SmtpConfig NONE = new SmtpConfig(
            Optional.empty(), 587, SmtpSecurity.STARTTLS, Optional.empty(), Optional.empty(), "signalbox@localhost");

    static final SmtpConfig GIVEN = new SmtpConfig(
            Optional.of("mail.example.com"),
            465,
            SmtpSecurity.TLS,
            Optional.of("signalbox"),
            Optional.of(new Secret("mail-pw")),
            "alerts@example.com");

    @Test
    void saysWhatIsWrongWithoutThePassword() {
        assertRefused("port", "70000", "smtp.port");
        assertRefused("from", "nobody", "must be an e-mail address");
        assertRefused("security", "ssl", "starttls, tls, none");
        assertRefused("username", "signalbox", "must be given together with a username");
    }

    private static void assertRefused(String key, String value, String why) {
        Map<String, String> flags = Map.of("smtp." + key, value);
        assertThatThrownBy(() -> ConfigLoader.load(Optional.empty(), Map.of(), flags))
                .isInstanceOfSatisfying(
                        ConfigFault.class,
                        fault -> org.assertj.core.api.Assertions.assertThat(fault.problems())
                                .anyMatch(problem -> problem.contains(why)));
    }
}
