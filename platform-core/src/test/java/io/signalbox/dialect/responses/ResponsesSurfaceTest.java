package io.signalbox.dialect.responses;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.signalbox.chat.AnswerHead;
import io.signalbox.chat.ChatResult;
import io.signalbox.chat.Delta;
import io.signalbox.chat.Deltas;
import io.signalbox.chat.Part;
import io.signalbox.chat.StopReason;
import io.signalbox.chat.StreamWriter;
import io.signalbox.chat.UsageLine;
import io.signalbox.fault.Fault;
import io.signalbox.fault.FaultCode;
import io.signalbox.json.Json;
import io.signalbox.money.Money;
import io.signalbox.money.TokenUsage;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a Responses client gets from a provider that speaks something else. */
final class ResponsesSurfaceTest {

    private static final ResponsesSurface SURFACE = new ResponsesSurface();
    private static final UsageLine USAGE =
            new UsageLine(new TokenUsage(5, 3, 2, 0, 4, 6, 0, 0, 0), Optional.of(new Money(120_000)), false);
    private static final String SPENT = "{\"input_tokens\":10,\"input_tokens_details\":{\"cached_tokens\":3},"
            + "\"output_tokens\":10,\"output_tokens_details\":{\"reasoning_tokens\":6},\"total_tokens\":20,\"cost\":0.00012}";

    private static AnswerHead head(String more) {
        return new AnswerHead(
                "req_1",
                "served",
                Instant.ofEpochSecond(7),
                SURFACE.read(Buffer.buffer("{\"model\":\"m\",\"input\":\"x\"" + more + "}")));
    }

    /** The events' data after checking that each is framed under its type and numbered in order. */
    private static List<JsonNode> stream(Optional<Fault> fault, Deltas... pieces) throws IOException {
        StreamWriter writer = SURFACE.stream(head(",\"stream\":true"));
        Buffer out = Buffer.buffer();
        for (Deltas each : pieces) {
            writer.write(each, out);
        }
        writer.finish(USAGE, "exact", fault, out);
        List<JsonNode> events = new ArrayList<>();
        for (String each : out.toString().split("\n\n")) {
            String[] lines = each.split("\n");
            assertThat(lines).hasSize(2);
            JsonNode event = Json.read(lines[1].substring("data: ".length()));
            assertThat(lines[0]).isEqualTo("event: " + event.path("type").asText());
            assertThat(event.path("sequence_number").asInt()).isEqualTo(events.size());
            events.add(event);
        }
        return events;
    }

    /** Events without what all have, in short. */
    private static List<String> golden(List<JsonNode> events) {
        return events.stream()
                .filter(event -> !event.has("response"))
                .map(event -> event.toString()
                        .replaceAll("\"sequence_number\":\\d+,", "")
                        .replace("\"type\":\"response.", "\"type\":\""))
                .toList();
    }

    private static List<String> types(List<JsonNode> events) {
        return events.stream().map(event -> event.path("type").asText()).toList();
    }

    private static JsonNode whole(StopReason stop, Part... parts) throws IOException {
        ChatResult result = new ChatResult(
                "x",
                List.of(new ChatResult.Choice(0, List.of(parts), stop, Optional.empty(), Optional.empty())),
                Optional.empty());
        return Json.read(SURFACE.whole(result, head(""), USAGE).getBytes());
    }

    @Test
    void writesAWholeAnswerWithThoughtsTextAndCalls() throws IOException {
        // When
        JsonNode answer = whole(
                StopReason.TOOL_CALLS,
                new Part.Thinking("hm", Optional.of("sig")),
                new Part.RedactedThinking("blob"),
                Part.Text.of("Grüße 🚂"),
                new Part.ToolCall("c1", "f", "{\"a\":1}", Optional.of("gem"), Optional.empty()));

        // Then
        assertThat(answer.path("id").asText()).isEqualTo("resp_req_1");
        assertThat(answer.path("status").asText()).isEqualTo("completed");
        assertThat(answer.path("model").asText()).isEqualTo("served");
        assertThat(answer.path("output"))
                .map(JsonNode::toString)
                .containsExactly(
                        "{\"id\":\"rs_req_1_0\",\"type\":\"reasoning\",\"summary\":[{\"type\":\"summary_text\",\"text\":\"hm\"}],"
                                + "\"encrypted_content\":\"signalbox:signature:sig\"}",
                        "{\"id\":\"rs_req_1_1\",\"type\":\"reasoning\",\"summary\":[],\"encrypted_content\":\"signalbox:redacted:blob\"}",
                        "{\"id\":\"msg_req_1_2\",\"type\":\"message\",\"status\":\"completed\",\"role\":\"assistant\",\"content\":"
                                + "[{\"type\":\"output_text\",\"annotations\":[],\"logprobs\":[],\"text\":\"Grüße 🚂\"}]}",
                        "{\"id\":\"rs_req_1_3\",\"type\":\"reasoning\",\"summary\":[],\"encrypted_content\":\"signalbox:call:gem\"}",
                        "{\"id\":\"fc_req_1_4\",\"type\":\"function_call\",\"status\":\"completed\",\"arguments\":\"{\\\"a\\\":1}\","
                                + "\"call_id\":\"c1\",\"name\":\"f\"}");
        assertThat(answer.path("usage").toString()).isEqualTo(SPENT);
    }

    @Test
    void saysWhyAnAnswerIsIncomplete() throws IOException {
        // When
        JsonNode cut = whole(StopReason.LENGTH, Part.Text.of("x"));
        JsonNode filtered = whole(StopReason.CONTENT_FILTER);

        // Then
        assertThat(cut.path("status").asText()).isEqualTo("incomplete");
        assertThat(cut.path("incomplete_details").toString()).isEqualTo("{\"reason\":\"max_output_tokens\"}");
        assertThat(cut.path("output").get(0).path("status").asText()).isEqualTo("incomplete");
        assertThat(filtered.path("incomplete_details").toString()).isEqualTo("{\"reason\":\"content_filter\"}");
        assertThat(filtered.path("output")).isEmpty();
    }

    @Test
    void tellsBackWhatWasAskedFor() throws IOException {
        // Given
        AnswerHead head = head(
                ",\"instructions\":\"be brief\",\"temperature\":0.25,\"metadata\":{\"a\":\"b\"},\"text\":{\"verbosity\":\"low\"},"
                        + "\"reasoning\":{\"effort\":\"low\"},\"parallel_tool_calls\":false,\"max_output_tokens\":40");
        ChatResult result = new ChatResult(
                "",
                List.of(new ChatResult.Choice(0, List.of(), StopReason.STOP, Optional.empty(), Optional.empty())),
                Optional.empty());

        // When
        String answer = SURFACE.whole(result, head, USAGE).toString();

        // Then
        assertThat(answer)
                .isEqualTo(
                        "{\"id\":\"resp_req_1\",\"object\":\"response\",\"created_at\":7,\"status\":\"completed\",\"background\":false,"
                                + "\"error\":null,\"incomplete_details\":null,\"instructions\":\"be brief\",\"max_output_tokens\":40,"
                                + "\"model\":\"served\",\"output\":[],\"parallel_tool_calls\":false,\"previous_response_id\":null,"
                                + "\"reasoning\":{\"effort\":\"low\",\"summary\":null},\"service_tier\":\"default\",\"store\":false,"
                                + "\"temperature\":0.25,\"text\":{\"verbosity\":\"low\",\"format\":{\"type\":\"text\"}},\"tool_choice\":\"auto\","
                                + "\"tools\":[],\"top_logprobs\":0,\"top_p\":1,\"truncation\":\"disabled\",\"user\":null,"
                                + "\"metadata\":{\"a\":\"b\"},\"usage\":" + SPENT + "}");
    }

    @Test
    void streamsText() throws IOException {
        // When
        List<JsonNode> events = stream(
                Optional.empty(),
                new Deltas(List.of(), Optional.empty()),
                Deltas.of(new Delta.Text(0, "日")),
                Deltas.of(new Delta.Text(0, "本"), new Delta.Finished(0, StopReason.STOP, Optional.empty())));

        // Then
        assertThat(golden(events))
                .containsExactly(
                        "{\"type\":\"output_item.added\",\"output_index\":0,\"item\":{\"id\":\"msg_req_1_0\",\"type\":\"message\","
                                + "\"status\":\"in_progress\",\"role\":\"assistant\",\"content\":[]}}",
                        "{\"type\":\"content_part.added\",\"item_id\":\"msg_req_1_0\",\"output_index\":0,\"content_index\":0,"
                                + "\"part\":{\"type\":\"output_text\",\"annotations\":[],\"logprobs\":[],\"text\":\"\"}}",
                        "{\"type\":\"output_text.delta\",\"item_id\":\"msg_req_1_0\",\"output_index\":0,\"content_index\":0,"
                                + "\"delta\":\"日\",\"logprobs\":[]}",
                        "{\"type\":\"output_text.delta\",\"item_id\":\"msg_req_1_0\",\"output_index\":0,\"content_index\":0,"
                                + "\"delta\":\"本\",\"logprobs\":[]}",
                        "{\"type\":\"output_text.done\",\"item_id\":\"msg_req_1_0\",\"output_index\":0,\"content_index\":0,"
                                + "\"text\":\"日本\",\"logprobs\":[]}",
                        "{\"type\":\"content_part.done\",\"item_id\":\"msg_req_1_0\",\"output_index\":0,\"content_index\":0,"
                                + "\"part\":{\"type\":\"output_text\",\"annotations\":[],\"logprobs\":[],\"text\":\"日本\"}}",
                        "{\"type\":\"output_item.done\",\"output_index\":0,\"item\":{\"id\":\"msg_req_1_0\",\"type\":\"message\","
                                + "\"status\":\"completed\",\"role\":\"assistant\",\"content\":[{\"type\":\"output_text\","
                                + "\"annotations\":[],\"logprobs\":[],\"text\":\"日本\"}]}}");
        assertThat(types(events))
                .startsWith("response.created", "response.in_progress")
                .endsWith("response.completed");
        assertThat(events.get(0).path("response").path("status").asText()).isEqualTo("in_progress");
        assertThat(events.get(0).path("response").path("usage").isNull()).isTrue();
        JsonNode last = events.get(events.size() - 1).path("response");
        assertThat(last.path("status").asText()).isEqualTo("completed");
        assertThat(last.path("output").get(0))
                .isEqualTo(events.get(events.size() - 2).path("item"));
        assertThat(last.path("usage").toString()).isEqualTo(SPENT);
    }

    @Test
    void streamsThoughtsAndParallelCallsByTheirOwnNumbers() throws IOException {
        // When
        List<JsonNode> events = stream(
                Optional.empty(),
                Deltas.of(
                        new Delta.Thinking(0, "hm"),
                        new Delta.Signature(0, "sig"),
                        new Delta.CallBegun(0, 0, "c1", "f", Optional.empty()),
                        new Delta.CallBegun(0, 1, "", "g", Optional.empty()),
                        new Delta.CallArguments(0, 1, "{}"),
                        new Delta.CallArguments(0, 0, "[1]"),
                        new Delta.Finished(0, StopReason.TOOL_CALLS, Optional.empty())));

        // Then
        assertThat(golden(events))
                .containsExactly(
                        "{\"type\":\"output_item.added\",\"output_index\":0,\"item\":{\"id\":\"rs_req_1_0\",\"type\":\"reasoning\",\"summary\":[]}}",
                        "{\"type\":\"reasoning_summary_part.added\",\"item_id\":\"rs_req_1_0\",\"output_index\":0,\"summary_index\":0,"
                                + "\"part\":{\"type\":\"summary_text\",\"text\":\"\"}}",
                        "{\"type\":\"reasoning_summary_text.delta\",\"item_id\":\"rs_req_1_0\",\"output_index\":0,\"summary_index\":0,\"delta\":\"hm\"}",
                        "{\"type\":\"reasoning_summary_text.done\",\"item_id\":\"rs_req_1_0\",\"output_index\":0,\"summary_index\":0,\"text\":\"hm\"}",
                        "{\"type\":\"reasoning_summary_part.done\",\"item_id\":\"rs_req_1_0\",\"output_index\":0,\"summary_index\":0,"
                                + "\"part\":{\"type\":\"summary_text\",\"text\":\"hm\"}}",
                        "{\"type\":\"output_item.done\",\"output_index\":0,\"item\":{\"id\":\"rs_req_1_0\",\"type\":\"reasoning\","
                                + "\"summary\":[{\"type\":\"summary_text\",\"text\":\"hm\"}],\"encrypted_content\":\"signalbox:signature:sig\"}}",
                        "{\"type\":\"output_item.added\",\"output_index\":1,\"item\":{\"id\":\"fc_req_1_1\",\"type\":\"function_call\","
                                + "\"status\":\"in_progress\",\"arguments\":\"\",\"call_id\":\"c1\",\"name\":\"f\"}}",
                        "{\"type\":\"output_item.added\",\"output_index\":2,\"item\":{\"id\":\"fc_req_1_2\",\"type\":\"function_call\","
                                + "\"status\":\"in_progress\",\"arguments\":\"\",\"call_id\":\"call_req_1_2\",\"name\":\"g\"}}",
                        "{\"type\":\"function_call_arguments.delta\",\"item_id\":\"fc_req_1_2\",\"output_index\":2,\"delta\":\"{}\"}",
                        "{\"type\":\"function_call_arguments.delta\",\"item_id\":\"fc_req_1_1\",\"output_index\":1,\"delta\":\"[1]\"}",
                        "{\"type\":\"function_call_arguments.done\",\"item_id\":\"fc_req_1_1\",\"output_index\":1,\"name\":\"f\",\"arguments\":\"[1]\"}",
                        "{\"type\":\"output_item.done\",\"output_index\":1,\"item\":{\"id\":\"fc_req_1_1\",\"type\":\"function_call\","
                                + "\"status\":\"completed\",\"arguments\":\"[1]\",\"call_id\":\"c1\",\"name\":\"f\"}}",
                        "{\"type\":\"function_call_arguments.done\",\"item_id\":\"fc_req_1_2\",\"output_index\":2,\"name\":\"g\",\"arguments\":\"{}\"}",
                        "{\"type\":\"output_item.done\",\"output_index\":2,\"item\":{\"id\":\"fc_req_1_2\",\"type\":\"function_call\","
                                + "\"status\":\"completed\",\"arguments\":\"{}\",\"call_id\":\"call_req_1_2\",\"name\":\"g\"}}");
    }

    @Test
    void streamsARefusalAfterTextAsAPartOfItsOwn() throws IOException {
        // When
        List<JsonNode> events = stream(Optional.empty(), Deltas.of(new Delta.Text(0, "a"), new Delta.Refusal(0, "no")));

        // Then
        assertThat(types(events))
                .containsExactly(
                        "response.created",
                        "response.in_progress",
                        "response.output_item.added",
                        "response.content_part.added",
                        "response.output_text.delta",
                        "response.output_text.done",
                        "response.content_part.done",
                        "response.content_part.added",
                        "response.refusal.delta",
                        "response.refusal.done",
                        "response.content_part.done",
                        "response.output_item.done",
                        "response.completed");
        assertThat(events.get(8).path("content_index").asInt()).isOne();
        assertThat(events.get(11).path("item").path("content").get(1).toString())
                .isEqualTo("{\"type\":\"refusal\",\"refusal\":\"no\"}");
    }

    @Test
    void tellsLogProbabilitiesWithTheirText() throws IOException {
        // Given
        JsonNode of =
                Json.read("{\"content\":[{\"token\":\"a\",\"logprob\":-0.5,\"bytes\":[97],\"top_logprobs\":[]}]}");

        // When
        List<JsonNode> events = stream(
                Optional.empty(), Deltas.of(new Delta.Text(0, "a"), new Delta.Logprobs(0, of), new Delta.Text(0, "b")));

        // Then
        assertThat(events.get(4).path("logprobs")).isEqualTo(of.path("content"));
        assertThat(events.get(5).path("logprobs")).isEmpty();
        assertThat(events.get(6).path("logprobs")).isEqualTo(of.path("content"));
    }

    @Test
    void endsABrokenStreamWithoutACompletion() throws IOException {
        // When
        List<JsonNode> events =
                stream(Optional.of(Fault.of(FaultCode.STREAM_CUT, "cut")), Deltas.of(new Delta.Text(0, "x")));

        // Then
        assertThat(types(events)).doesNotContain("response.completed").endsWith("response.failed", "error");
        JsonNode failed = events.get(events.size() - 2).path("response");
        assertThat(failed.path("status").asText()).isEqualTo("failed");
        assertThat(failed.path("error").toString()).isEqualTo("{\"code\":\"server_error\",\"message\":\"cut\"}");
        assertThat(failed.path("output").get(0).path("status").asText()).isEqualTo("incomplete");
        assertThat(failed.path("usage").toString()).isEqualTo(SPENT);
        assertThat(events.get(events.size() - 1).toString())
                .contains("\"code\":\"stream_cut\",\"message\":\"cut\",\"param\":null,\"error\":{\"message\":\"cut\"");
    }

    @Test
    void endsALimitedStreamAsIncomplete() throws IOException {
        // When
        List<JsonNode> events = stream(
                Optional.empty(),
                Deltas.of(new Delta.Text(0, "x"), new Delta.Finished(0, StopReason.LENGTH, Optional.empty())));

        // Then
        JsonNode last = events.get(events.size() - 1);
        assertThat(last.path("type").asText()).isEqualTo("response.incomplete");
        assertThat(last.path("response").path("incomplete_details").toString())
                .isEqualTo("{\"reason\":\"max_output_tokens\"}");
    }
}
