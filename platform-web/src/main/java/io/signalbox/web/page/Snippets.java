package io.signalbox.web.page;

/** Programs to paste. {@code key} is a secret, or the shell's or Python's way to read one from the environment. */
public record Snippets(String curl, String python, String anthropic) {

    private static final String ENVIRONMENT = "SIGNALBOX_API_KEY";

    /** With the secret in place, ready to run. */
    public static Snippets with(String siteUrl, String secret) {
        String key = '"' + secret + '"';
        return new Snippets(curl(siteUrl, secret), python(siteUrl, "", key), anthropic(siteUrl, "", key));
    }

    /** With the secret taken from the environment. */
    public static Snippets fromEnvironment(String siteUrl) {
        String imports = "import os\n";
        String key = "os.environ[\"" + ENVIRONMENT + "\"]";
        return new Snippets(
                curl(siteUrl, "$" + ENVIRONMENT), python(siteUrl, imports, key), anthropic(siteUrl, imports, key));
    }

    private static String curl(String siteUrl, String key) {
        return """
                curl %s/v1/chat/completions \\
                  -H "Authorization: Bearer %s" \\
                  -H "Content-Type: application/json" \\
                  -d '{"model": "smart-select", "messages": [{"role": "user", "content": "Say hello"}]}'""".formatted(siteUrl, key);
    }

    private static String python(String siteUrl, String imports, String key) {
        return """
                %sfrom openai import OpenAI

                client = OpenAI(base_url="%s/v1", api_key=%s)
                reply = client.chat.completions.create(
                    model="smart-select",
                    messages=[{"role": "user", "content": "Say hello"}],
                )
                print(reply.choices[0].message.content, reply.model)""".formatted(imports, siteUrl, key);
    }

    /** Anthropic's SDK adds {@code /v1} itself. */
    private static String anthropic(String siteUrl, String imports, String key) {
        return """
                %sfrom anthropic import Anthropic

                client = Anthropic(base_url="%s", api_key=%s)
                reply = client.messages.create(
                    model="smart-select",
                    max_tokens=500,
                    messages=[{"role": "user", "content": "Say hello"}],
                )
                print(reply.content[0].text, reply.model)""".formatted(imports, siteUrl, key);
    }
}
