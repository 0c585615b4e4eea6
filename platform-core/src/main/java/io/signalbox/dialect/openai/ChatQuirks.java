package io.signalbox.dialect.openai;

import io.signalbox.catalog.Deployment;
import io.signalbox.catalog.Provider;
import java.util.Set;

/**
 * In what a speaker of chat completions differs from OpenAI, as its row in the provider book tells it: {@code limitName} is the name of the
 * output limit, and with {@code onlyLimitName} the provider knows no other; {@code streamOptions} says whether it takes that member (a provider
 * that does not sends usage unasked); {@code reasoningInput} are
 * the members under which it wants thoughts back, and with {@code refusesThoughts} it answers an error to them; {@code refused} are hints it answers an error to. The book's head describes each quirk.
 */
record ChatQuirks(
        String limitName,
        boolean onlyLimitName,
        boolean streamOptions,
        String seedName,
        String developerRole,
        String toolChoiceRequired,
        boolean takesHints,
        boolean takesNames,
        boolean reasoningObject,
        Set<String> reasoningInput,
        boolean refusesThoughts,
        boolean cacheControl,
        Set<String> refused) {

    /** The name that OpenAI's first speakers took over; its own reasoning models know only the newer one. */
    private static final String LIMIT_NAME = "max_tokens";

    static ChatQuirks of(Deployment deployment) {
        Provider provider = deployment.provider();
        String limitNames = provider.quirk("limit_names", "any");
        boolean reasons = deployment.model().capabilities().reasoning();
        return new ChatQuirks(
                provider.quirk("limit_name", LIMIT_NAME),
                limitNames.equals("one") || limitNames.equals("one_if_reasoning") && reasons,
                isYes(provider, "stream_options", "yes"),
                provider.quirk("seed_name", "seed"),
                provider.quirk("developer_role", "system"),
                provider.quirk("tool_choice_required", "required"),
                isYes(provider, "hints", "no"),
                isYes(provider, "message_names", "yes"),
                provider.quirk("reasoning_form", "effort").equals("object"),
                words(provider.quirk("reasoning_input", "")),
                isYes(provider, "refuses_thoughts", "no"),
                isYes(provider, "cache_control", "no"),
                words(provider.quirk("refused_hints", "")));
    }

    /** Whether it wants Gemini's signatures of calls back; all others refuse members of a call that they do not know. */
    boolean signsCalls() {
        return reasoningInput.contains("extra_content");
    }

    private static boolean isYes(Provider provider, String quirk, String otherwise) {
        return provider.quirk(quirk, otherwise).equals("yes");
    }

    private static Set<String> words(String list) {
        return list.isEmpty() ? Set.of() : Set.of(list.split(" "));
    }
}
