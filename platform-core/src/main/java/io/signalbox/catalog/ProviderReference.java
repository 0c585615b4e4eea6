package io.signalbox.catalog;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Writes the provider book for people: {@code deploy/docs/providers.md}. */
public final class ProviderReference {

    private static final String HEAD = """
            # Providers

            Each provider below is a preset of `catalog/providers.json`: its protocol, its usual place, the variables in which everybody keeps its key, and in what it
            differs. Three ways lead to it, and the first needs no file:

            - Start with its variable set, for example `MISTRAL_API_KEY=… deploy/bin/signalbox up`. At every start a provider that is given and has no credential of the
              platform gets one, trusted and sealed. One that is there stays as it is; when the variable says otherwise, the log tells so and never what.
            - Write it into `signalbox.yaml` ([configuration](config.md)): `providers.mistral.api-key`, `providers.mistral.base-url`.
            - Give a tenant a credential of its own: `POST /api/v1/credentials`; `GET /api/v1/providers` lists these presets. A tenant's own come before the platform's.

            A model is asked for by its name in `GET /v1/models`, and tried at every provider that offers it, in the order of the credentials. `provider/name` asks for it
            at one provider, with the name of the model book or the provider's own. An **open** provider takes any name so, also one that no book knows: such a model has
            no price, so its cost is `null`, a budget refuses it as `unpriceable`, and smart-select never takes it. Servers of your own are `custom`: a credential called
            `lab` serves `lab/any-model`.

            A body goes to its provider as it is where the surface is *native* there; otherwise it is translated ([compatibility](compatibility.md)). Who lacks what a
            request needs is passed over. When nobody is left and one parameter was the reason, the answer is a 400 `unsupported_parameter` that names it.

            This page is written from the book: `deploy/bin/signalbox check-config --providers > deploy/docs/providers.md`.

            """;

    private ProviderReference() {}

    /** The page as Markdown. */
    public static String markdown() {
        ProviderBook book = ProviderBook.shipped();
        List<Provider> providers = book.all().stream()
                .filter(each -> !each.name().equals(CatalogAssembly.SANDBOX))
                .toList();
        StringBuilder page = new StringBuilder(HEAD)
                .append(
                        "| provider | protocol | usual place | key | base URL | native surfaces | open |\n|---|---|---|---|---|---|---|\n");
        providers.forEach(each -> page.append(row(each)));
        page.append("\n## What they cannot be asked\n\n")
                .append(
                        "Beyond what a model lacks. What its protocol lacks counts only in translated calls; none of these carries tools that a provider"
                                + " runs itself, content parts of unknown types, speech, predictions or web search.\n\n")
                .append("| provider | in any call | in translated calls too |\n|---|---|---|\n");
        providers.forEach(each -> page.append(lacks(each)));
        page.append("\n## In what they differ\n\n| provider | quirks |\n|---|---|\n");
        providers.stream()
                .filter(each -> !each.quirks().isEmpty())
                .forEach(each -> page.append("| ")
                        .append(each.name())
                        .append(" | ")
                        .append(quirks(each.quirks()))
                        .append(" |\n"));
        page.append("\n| quirk | meaning |\n|---|---|\n");
        book.quirkMeanings()
                .forEach((quirk, meaning) -> page.append("| `" + quirk + "` | " + escaped(meaning) + " |\n"));
        return page.toString();
    }

    private static String row(Provider provider) {
        String parts = provider.quirk("key_parts", "");
        String key = told(provider.keyVariables())
                + (parts.isEmpty() ? "" : " or `" + parts.replace(":", "`, `").replace("?", "") + "`");
        return "| **" + provider.title() + "** `" + provider.name() + "` | "
                + provider.protocol().wireName() + " | "
                + provider.baseUrl().map(url -> "`" + url + "`").orElse("none") + " | "
                + (provider.needsKey() ? key : key + " (optional)") + " | " + told(provider.urlVariables()) + " | "
                + names(provider.natives().stream().sorted().map(Wire::wireName).toList()) + " | "
                + (provider.open() ? "yes" : "no") + " |\n";
    }

    private static String lacks(Provider provider) {
        List<String> own =
                provider.lacks().stream().sorted().map(Feature::wireName).toList();
        List<String> translated = provider.missing().stream()
                .filter(each -> !provider.lacks().contains(each))
                .sorted()
                .map(Feature::wireName)
                .toList();
        return "| " + provider.name() + " | " + names(own) + " | " + names(translated) + " |\n";
    }

    private static String quirks(Map<String, String> quirks) {
        return quirks.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(each -> "`" + each.getKey() + "`: `" + escaped(each.getValue()) + "`")
                .collect(Collectors.joining(", "));
    }

    private static String told(List<String> variables) {
        return variables.isEmpty() ? "–" : "`" + String.join("`, `", variables) + "`";
    }

    private static String names(Collection<String> names) {
        return names.isEmpty() ? "–" : String.join(", ", names);
    }

    private static String escaped(String text) {
        return text.replace("|", "\\|");
    }
}
