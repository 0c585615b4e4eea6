package io.signalbox.sandbox;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Which protocol is spoken at which path. A base URL may or may not have brought the version's segment: both are the same. */
final class VoicePaths {

    /** {@code known} is false when the path belongs to no protocol; the voice is then the one that says so. */
    record Match(Voice voice, String model, boolean known) {}

    private record Route(Pattern path, Voice voice) {}

    private static final Voice CHAT = new ChatVoice();

    private static final List<Route> ROUTES = List.of(
            route("(?:/v1|/openai/v1)?/chat/completions", CHAT),
            route("(?:/v1|/openai/v1|/openai)?/responses", new ResponsesVoice()),
            route("(?:/v1|/openai/v1)?/embeddings", new EmbeddingsVoice()),
            route("(?:/v1)?/moderations", new ModerationsVoice()),
            route("/openai/deployments/([^/]+)/chat/completions", new AzureVoice()),
            route("/openai/deployments/([^/]+)/embeddings", new EmbeddingsVoice()),
            route("(?:/v1)?/messages", new AnthropicVoice(false)),
            route("(?:/v1)?/messages/count_tokens", new AnthropicVoice(true)),
            route("/model/(.+)/converse", new ConverseVoice(false)),
            route("/model/(.+)/converse-stream", new ConverseVoice(true)),
            route("/api/chat", new OllamaVoice(false)),
            route("/api/embed", new OllamaVoice(true)),
            route("(?:/v2)?/chat", new CohereVoice(false)),
            route("(?:/v2)?/embed", new CohereVoice(true)),
            gemini("generateContent", GeminiVoice.Method.GENERATE),
            gemini("streamGenerateContent", GeminiVoice.Method.STREAM),
            gemini("countTokens", GeminiVoice.Method.COUNT),
            gemini("embedContent", GeminiVoice.Method.EMBED),
            gemini("batchEmbedContents", GeminiVoice.Method.BATCH_EMBED));

    private VoicePaths() {}

    private static Route route(String path, Voice voice) {
        return new Route(Pattern.compile(path), voice);
    }

    private static Route gemini(String action, GeminiVoice.Method method) {
        return route("(?:/v1|/v1beta)?/models/(.+):" + action, new GeminiVoice(method));
    }

    static Match of(String path) {
        for (Route each : ROUTES) {
            Matcher matcher = each.path.matcher(path);
            if (matcher.matches()) {
                String model = matcher.groupCount() == 0 ? "" : matcher.group(1);
                return new Match(
                        each.voice, URLDecoder.decode(model.replace("+", "%2B"), StandardCharsets.UTF_8), true);
            }
        }
        return new Match(CHAT, "", false);
    }
}
