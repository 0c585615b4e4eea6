package io.signalbox.e2e.gateway;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Hands one gateway to every test class that does it no harm; it starts with the first and ends after the last. */
public final class SharedGateway implements ParameterResolver {

    private static final Namespace NAMESPACE = Namespace.create(SharedGateway.class);

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == GatewayProcess.class;
    }

    @Override
    public GatewayProcess resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return once(context, GatewayProcess.class, SharedGateway::start);
    }

    /** What {@code start} made the first time; closed after the last test of all. */
    static <T extends AutoCloseable> T once(ExtensionContext context, Class<T> type, Supplier<T> start) {
        return context.getRoot().getStore(NAMESPACE).computeIfAbsent(type, key -> start.get(), type);
    }

    private static GatewayProcess start() {
        // Every magic model must show its fault while somebody waits for the test.
        Map<String, String> settings = Map.of(
                "SIGNALBOX_LIMITS_FIRST_TOKEN_TIMEOUT", "1s",
                "SIGNALBOX_LIMITS_TOKEN_TIMEOUT", "1s");
        return GatewayProcess.start(freshFolder("shared"), settings);
    }

    /** A new folder below {@code target/e2e}, kept for whoever looks into a failure. */
    public static Path freshFolder(String name) {
        Path parent = Path.of(System.getProperty("basedir", "."), "target", "e2e");
        try {
            Files.createDirectories(parent);
            return Files.createTempDirectory(parent.toAbsolutePath(), name + "-");
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
