package io.signalbox.config;

import java.util.List;

/** The configuration is wrong: one sentence per problem, each naming key, value and bound. Nothing may start. */
public final class ConfigFault extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient List<String> problems;

    ConfigFault(List<String> problems) {
        super(String.join(System.lineSeparator(), problems), null, false, false);
        this.problems = List.copyOf(problems);
    }

    public List<String> problems() {
        return problems;
    }
}
