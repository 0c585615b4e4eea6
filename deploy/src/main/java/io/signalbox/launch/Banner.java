package io.signalbox.launch;

import java.nio.file.Path;

/** What {@code up} prints for a person: where everything is, and at the first start what to paste. */
final class Banner {

    private static final String SANDBOX = """

            SANDBOX MODE: no provider is configured, so the built-in sandbox answers, deterministically and for play money.
            Start with OPENAI_API_KEY, ANTHROPIC_API_KEY or another provider's variable, or add a credential, to reach real models.
            """;

    private static final String FIRST = """

              Dashboard    %s
              Sign in      %s   (works once, for 30 minutes)
              API key      %s
              Test key     %s   (never reaches a paid provider)
              Admin token  %s

            These secrets are shown this once; %s keeps them for you.

            Try it:

            curl -sS %s/chat/completions \\
              -H "Authorization: Bearer %s" \\
              -H "Content-Type: application/json" \\
              -d '{"model":"smart-select:light","messages":[{"role":"user","content":"Say hello."}]}'

            Or in Python (any OpenAI SDK works the same way with this base_url and key; Anthropic's want it without /v1):

            import json, urllib.request
            request = urllib.request.Request("%s/chat/completions", headers={"Authorization": "Bearer %s", "Content-Type": "application/json"}, data=json.dumps({"model": "smart-select:light", "messages": [{"role": "user", "content": "Say hello."}]}).encode())
            print(json.load(urllib.request.urlopen(request))["choices"][0]["message"]["content"])
            """;

    private static final String LATER = """

              Dashboard    %s
              API          %s

            Keys and sign-in are as you left them.
            """;

    private Banner() {}

    static String first(NodeUrls urls, FirstRun made, Path file, boolean sandboxOnly) {
        String key = made.apiKey().reveal();
        return head(sandboxOnly)
                + FIRST.formatted(
                        urls.dashboard(),
                        urls.signIn(made.signIn().reveal()),
                        key,
                        made.testKey().reveal(),
                        made.adminToken().reveal(),
                        file,
                        urls.base(),
                        key,
                        urls.base(),
                        key);
    }

    static String later(NodeUrls urls, boolean sandboxOnly) {
        return head(sandboxOnly) + LATER.formatted(urls.dashboard(), urls.base());
    }

    private static String head(boolean sandboxOnly) {
        return "\nSignalbox " + VersionCommand.version() + " is ready.\n" + (sandboxOnly ? SANDBOX : "");
    }
}
