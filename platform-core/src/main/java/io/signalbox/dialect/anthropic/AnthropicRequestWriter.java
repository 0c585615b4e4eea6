package io.signalbox.dialect.anthropic;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.signalbox.chat.ChatRequest;
import io.signalbox.chat.Hints;
import io.signalbox.chat.Reasoning;
import io.signalbox.chat.RequestFault;
import io.signalbox.chat.Sampling;
import io.signalbox.chat.Tool;
import io.signalbox.chat.ToolChoice;
import io.signalbox.chat.Turns;
import io.signalbox.json.Json;
import io.signalbox.provider.ProviderCall;
import io.vertx.core.buffer.Buffer;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;

/**
 * Writes a request of another wire as a Messages body (https://platform.claude.com/docs/en/api/messages). Where the two differ:
 * <ul>
 * <li>A temperature above 1 is 1, as at Anthropic's own OpenAI endpoint (https://platform.claude.com/docs/en/api/openai-sdk), which also passes over a
 *     tool's {@code strict}. Beside another of the two, a temperature or {@code top_p} of 1 is left out: it changes nothing, and newer models refuse both.
 * <li>Thinking (https://platform.claude.com/docs/en/build-with-claude/extended-thinking) needs at least 1024 tokens below the output limit. It excludes
 *     {@code temperature}, {@code top_k} and a {@code top_p} below 0.95, which are then left out. It also excludes forced calls, an
 *     answer begun by the client, and going on after calls whose thoughts the client did not send back: then nothing is thought, for what an answer must
 *     be counts for more than how it came about.
 * <li>Models that the quirk {@code adaptive_thinking} matches take no budget: they are told an effort
 *     (https://platform.claude.com/docs/en/build-with-claude/adaptive-thinking).
 * <li>JSON answers are calls of an {@link AnthropicAnswerTool}.
 * <li>Calls in the conversation need tools: when the request has none any more, those that were called are named again and may not be called.
 * </ul>
 */
final class AnthropicRequestWriter {

    private static final long THINKING_MIN = 1_024;
    private static final int USER_CHARS_MAX = 256;
    private static final BigDecimal THINKING_TOP_P_MIN = new BigDecimal("0.95");

    private final ProviderCall call;
    private final ChatRequest request;
    private final Turns turns;
    private final Optional<AnthropicAnswerTool> answerTool;
    private final ObjectNode body = Json.object();

    private AnthropicRequestWriter(ProviderCall call) {
        this.call = call;
        this.request = call.chat();
        this.turns = Turns.of(request.messages(), new AnthropicBlocks());
        this.answerTool = AnthropicAnswerTool.of(request);
    }

    static Buffer body(ProviderCall call) {
        return new AnthropicRequestWriter(call).write();
    }

    private Buffer write() {
        long limit = call.writtenLimit();
        body.put("model", call.deployment().upstreamModel());
        body.put("max_tokens", limit);
        turns.write(body);
        writeTools();
        if (mayThink()) {
            writeThinking(limit);
        }
        writeSampling(request.sampling(), body.has("thinking"));
        writeHints(request.hints());
        if (call.stream()) {
            body.put("stream", true);
        }
        return Json.write(body);
    }

    private void writeTools() {
        ArrayNode tools = Json.array();
        for (Tool each : request.tools()) {
            ObjectNode tool = tools.addObject().put("name", each.name());
            each.description().ifPresent(text -> tool.put("description", text));
            tool.set("input_schema", inputSchema(each.parameters()));
            AnthropicBlocks.marked(tool, each.cache());
        }
        answerTool.ifPresent(tool -> tools.addObject()
                .put("name", tool.name())
                .put("description", tool.description())
                .set("input_schema", tool.schema()));
        boolean asked = !tools.isEmpty();
        if (!asked) {
            turns.called()
                    .forEach(name -> tools.addObject()
                            .put("name", name)
                            .putObject("input_schema")
                            .put("type", "object"));
        }
        if (!tools.isEmpty()) {
            body.set("tools", tools);
            body.set("tool_choice", asked ? toolChoice() : Json.object().put("type", "none"));
        }
    }

    private static ObjectNode inputSchema(ObjectNode parameters) {
        return parameters.has("type")
                ? parameters
                : Json.object().put("type", "object").setAll(parameters);
    }

    private ObjectNode toolChoice() {
        ToolChoice choice = request.toolChoice();
        if (answerTool.isPresent()) {
            boolean alone = request.tools().isEmpty() || choice.mode() == ToolChoice.Mode.NONE;
            return alone
                    ? serial(named(answerTool.get().name()), true)
                    : serial(Json.object().put("type", "any"), choice.serial());
        }
        return switch (choice.mode()) {
            case AUTO -> serial(Json.object().put("type", "auto"), choice.serial());
            case REQUIRED -> serial(Json.object().put("type", "any"), choice.serial());
            case NAMED -> serial(named(choice.tool().orElseThrow()), choice.serial());
            case NONE -> Json.object().put("type", "none");
        };
    }

    private static ObjectNode named(String tool) {
        return Json.object().put("type", "tool").put("name", tool);
    }

    private static ObjectNode serial(ObjectNode choice, boolean serial) {
        return serial ? choice.put("disable_parallel_tool_use", true) : choice;
    }

    /** Not when it is made to call a tool, is to go on with an answer begun for it, or after calls whose thoughts are not there. */
    private boolean mayThink() {
        String choice = body.path("tool_choice").path("type").asText();
        boolean forced = choice.equals("any") || choice.equals("tool");
        return request.reasoning().isOn()
                && call.deployment().model().capabilities().reasoning()
                && !forced
                && turns.endsWithUser()
                && !turns.endsWithThoughtlessCalls();
    }

    private void writeThinking(long limit) {
        String adaptive = call.provider().quirk("adaptive_thinking", "");
        if (call.deployment().upstreamModel().matches(adaptive)) {
            body.putObject("thinking").put("type", "adaptive");
            request.reasoning()
                    .effortWithin(limit)
                    .ifPresent(effort -> body.putObject("output_config").put("effort", effort(effort)));
            return;
        }
        long budget = Math.min(request.reasoning().budgetWithin(limit), limit - 1);
        if (budget >= THINKING_MIN) {
            body.putObject("thinking").put("type", "enabled").put("budget_tokens", budget);
        }
    }

    private static String effort(Reasoning.Effort effort) {
        return effort == Reasoning.Effort.MINIMAL ? Reasoning.Effort.LOW.wireName() : effort.wireName();
    }

    private void writeSampling(Sampling sampling, boolean thinks) {
        Optional<BigDecimal> temperature = sampling.temperature().map(it -> it.min(BigDecimal.ONE));
        Optional<BigDecimal> topP = sampling.topP();
        if (thinks) {
            topP.filter(it -> it.compareTo(THINKING_TOP_P_MIN) >= 0).ifPresent(it -> body.put("top_p", it));
        } else {
            boolean both = temperature.isPresent() && topP.isPresent();
            boolean flat = both && topP.get().compareTo(BigDecimal.ONE) == 0;
            temperature
                    .filter(it -> !both || flat || it.compareTo(BigDecimal.ONE) != 0)
                    .ifPresent(it -> body.put("temperature", it));
            topP.filter(it -> !flat).ifPresent(it -> body.put("top_p", it));
            sampling.topK().ifPresent(it -> body.put("top_k", it));
        }
        writeStops(sampling.stop());
    }

    private void writeStops(List<String> stops) {
        if (stops.isEmpty()) {
            return;
        }
        ArrayNode sequences = body.putArray("stop_sequences");
        for (String each : stops) {
            if (each.isBlank()) {
                throw RequestFault.unsupported(
                        "stop",
                        "'stop' holds a sequence of nothing but white space, at which this provider cannot stop");
            }
            sequences.add(each);
        }
    }

    /** {@code auto} lets Anthropic use capacity that was paid for in advance, where there is some. */
    private void writeHints(Hints hints) {
        hints.user()
                .filter(user -> user.length() <= USER_CHARS_MAX)
                .ifPresent(user -> body.putObject("metadata").put("user_id", user));
        hints.serviceTier().ifPresent(tier -> body.put("service_tier", serviceTier(tier)));
    }

    private static String serviceTier(String tier) {
        return switch (tier) {
            case "auto", "priority" -> "auto";
            case "default", "standard", "standard_only" -> "standard_only";
            default ->
                throw RequestFault.unsupported(
                        "service_tier", "'service_tier' must be auto, default or priority for this provider");
        };
    }
}
