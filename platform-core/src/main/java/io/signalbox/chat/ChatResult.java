package io.signalbox.chat;

import com.fasterxml.jackson.databind.JsonNode;
import io.signalbox.money.TokenUsage;
import java.util.List;
import java.util.Optional;

/** A whole answer that belongs to no protocol. {@code id} is the provider's, empty when it gave none. */
public record ChatResult(String id, List<Choice> choices, Optional<TokenUsage> usage) implements Reply {

    /**
     * {@code parts} are texts, thoughts, refusals and tool calls in the order the model made them; {@code stopSequence} is the one that ended it;
     * {@code logprobs} is in OpenAI's form.
     */
    public record Choice(
            int index, List<Part> parts, StopReason stop, Optional<String> stopSequence, Optional<JsonNode> logprobs) {

        public Choice {
            parts = List.copyOf(parts);
        }
    }

    public ChatResult {
        choices = List.copyOf(choices);
    }

    @Override
    public void sample(OutputSample sample) {
        choices.forEach(choice -> choice.parts().forEach(part -> Output.sample(part, sample)));
    }

    @Override
    public long outputBytes() {
        return choices.stream()
                .flatMap(each -> each.parts().stream())
                .mapToLong(Output::bytes)
                .sum();
    }
}
