package io.signalbox.sandbox;

/**
 * The model a request names and how it behaves. The sandbox's own names are exact; any other name behaves as the fault it ends with
 * ({@code claude-sonnet-4-5-error-500}), else as the small model, and is answered and metered under its own name. {@code user} is whom the request
 * says it is for, or empty.
 */
record SandboxTarget(SandboxModel model, String name, String user) {

    static SandboxTarget of(String name) {
        if (name.startsWith(SandboxModel.PREFIX)) {
            return SandboxModel.ofWireName(name)
                    .map(model -> new SandboxTarget(model, name, ""))
                    .orElseThrow(() -> new SandboxFault(
                            SandboxFault.Kind.UNKNOWN_MODEL, "model", "The model '" + name + "' does not exist."));
        }
        for (SandboxModel each : SandboxModel.values()) {
            if (each.suffix().startsWith("error-") && name.endsWith(each.suffix())) {
                return new SandboxTarget(each, name, "");
            }
        }
        return new SandboxTarget(SandboxModel.SMALL, name, "");
    }

    /** The same for one user. */
    SandboxTarget usedBy(String someone) {
        return new SandboxTarget(model, name, someone);
    }
}
