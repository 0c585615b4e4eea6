package io.signalbox.chat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;

/** How tokens are drawn; what is empty was not asked for. {@code topLogprobs} is only present with {@code logprobs}. */
public record Sampling(
        Optional<BigDecimal> temperature,
        Optional<BigDecimal> topP,
        Optional<Long> topK,
        Optional<Long> seed,
        Optional<BigDecimal> frequencyPenalty,
        Optional<BigDecimal> presencePenalty,
        List<String> stop,
        int choices,
        boolean logprobs,
        Optional<Long> topLogprobs,
        Optional<ObjectNode> logitBias) {

    /** Nothing asked for. */
    public static final Sampling UNSAID = new Sampling(
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            List.of(),
            1,
            false,
            Optional.empty(),
            Optional.empty());

    public Sampling {
        stop = List.copyOf(stop);
    }
}
