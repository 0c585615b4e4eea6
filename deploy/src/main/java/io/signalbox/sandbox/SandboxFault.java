package io.signalbox.sandbox;

/** A request the sandbox refuses; each protocol has its own words, status and shape for it. */
final class SandboxFault extends RuntimeException {

    private static final long serialVersionUID = 1L;

    enum Kind {
        INVALID,
        NOT_JSON,
        UNKNOWN_MODEL,
        UNKNOWN_PATH,
        KEY,
        QUOTA,
        RATE,
        SERVER,
        OVERLOADED,
        CONTEXT,
        FILTERED
    }

    private final Kind kind;
    private final String param;

    SandboxFault(Kind kind, String param, String message) {
        super(message, null, false, false);
        this.kind = kind;
        this.param = param;
    }

    /** {@code param} is the path of the offending member, or empty. */
    static SandboxFault invalid(String param, String message) {
        return new SandboxFault(Kind.INVALID, param, message);
    }

    /** Fails as {@code model} does before it answers anything; does nothing for a model that answers. */
    static void ifMagic(SandboxModel model, boolean stream) {
        switch (model) {
            case ERROR_500 -> throw ofServer();
            case MIDSTREAM -> {
                if (!stream) {
                    throw ofServer();
                }
            }
            case ERROR_429 -> throw new SandboxFault(Kind.RATE, "", "[sandbox] Rate limit reached.");
            case ERROR_401 -> throw new SandboxFault(Kind.KEY, "", "[sandbox] The API key is not valid.");
            case ERROR_QUOTA -> throw new SandboxFault(Kind.QUOTA, "", "[sandbox] The account's money is used up.");
            case OVERLOADED -> throw new SandboxFault(Kind.OVERLOADED, "", "[sandbox] Overloaded.");
            case CONTEXT_LENGTH -> throw new SandboxFault(Kind.CONTEXT, "", "[sandbox] The prompt is too long.");
            case PROMPT_FILTER ->
                throw new SandboxFault(Kind.FILTERED, "", "[sandbox] The prompt was blocked by the content policy.");
            default -> {
                // It answers, in its own way.
            }
        }
    }

    static SandboxFault ofServer() {
        return new SandboxFault(Kind.SERVER, "", "[sandbox] The server had an error.");
    }

    Kind kind() {
        return kind;
    }

    String param() {
        return param;
    }

    /** The message; a fault's is never null. */
    String words() {
        return String.valueOf(getMessage());
    }
}
