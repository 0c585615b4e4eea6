package io.signalbox.compatibility;

import io.signalbox.catalog.Capabilities;
import io.signalbox.catalog.Deployment;
import io.signalbox.catalog.Model;
import io.signalbox.catalog.Provider;
import io.signalbox.credential.Origin;
import io.signalbox.testing.Calls;
import java.net.URI;
import java.util.Optional;
import java.util.Set;

/** A provider's protocol as the sandbox speaks it: the preset, the base path there, and a model's name upstream. */
record Target(String provider, String basePath, String upstreamModel) {

    /** OpenAI's chat completions have no place for thoughts, nor have those who copy them closely. */
    private static final Set<String> SILENT = Set.of("openai", "azure", "custom");

    boolean showsThoughts() {
        return !SILENT.contains(provider);
    }

    Deployment at(URI sandbox) {
        Provider preset = Calls.provider(provider);
        Model model = new Model("model", provider, 100_000, 4_096, 4, new Capabilities(true, true, true, true));
        return new Deployment(
                "dep_" + provider,
                model,
                preset,
                upstreamModel,
                Origin.parse("http://" + sandbox.getAuthority() + basePath),
                true,
                Optional.empty(),
                Optional.empty(),
                "test");
    }
}
