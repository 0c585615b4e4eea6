package io.signalbox.dialect.bedrock;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.signalbox.chat.Reasoning;
import io.signalbox.chat.Reasoning.Effort;
import io.signalbox.chat.RequestFault;
import java.util.Optional;

/**
 * Who made a model, as far as Converse does not hide it: what it takes beside the common members goes into {@code additionalModelRequestFields}
 * (https://docs.aws.amazon.com/bedrock/latest/userguide/model-parameters.html).
 */
enum ModelFamily {
    ANTHROPIC,
    NOVA,
    NOVA_2,
    MISTRAL,
    COHERE,
    GPT_OSS,
    OTHER;

    /** Reads a model id, an inference profile's id or an ARN that names the model. */
    static ModelFamily of(String modelId) {
        if (modelId.contains("anthropic.")) {
            return ANTHROPIC;
        }
        if (modelId.contains("amazon.nova-2")) {
            return NOVA_2;
        }
        if (modelId.contains("amazon.nova")) {
            return NOVA;
        }
        if (modelId.contains("mistral.")) {
            return MISTRAL;
        }
        if (modelId.contains("cohere.")) {
            return COHERE;
        }
        return modelId.contains("openai.gpt-oss") ? GPT_OSS : OTHER;
    }

    boolean isNova() {
        return this == NOVA || this == NOVA_2;
    }

    /** Whether the model takes cache points in its messages; any other refuses a request that has one. */
    boolean cachesMessages() {
        return this == ANTHROPIC || isNova();
    }

    boolean cachesTools() {
        return this == ANTHROPIC;
    }

    /** Whether it can tell which stop sequence ended the answer. */
    boolean tellsStopSequence() {
        return this == ANTHROPIC;
    }

    /** Whether it must not be made to call a tool, nor sampled in another way than its own, while it thinks. */
    boolean thinksFreely() {
        return this == ANTHROPIC;
    }

    void writeTopK(long topK, ObjectNode fields) {
        switch (this) {
            case ANTHROPIC, MISTRAL -> fields.put("top_k", topK);
            case NOVA, NOVA_2 -> fields.putObject("inferenceConfig").put("topK", topK);
            case COHERE -> fields.put("k", topK);
            case GPT_OSS, OTHER ->
                throw RequestFault.unsupported("top_k", "'top_k' is not known to this model on Amazon Bedrock");
        }
    }

    /** Writes how much the model is to think within {@code outputLimit}, where it can be told; some think without being asked. */
    void writeReasoning(Reasoning reasoning, long outputLimit, ObjectNode fields) {
        switch (this) {
            case ANTHROPIC ->
                fields.putObject("thinking")
                        .put("type", "enabled")
                        .put("budget_tokens", reasoning.budgetWithin(outputLimit));
            case NOVA_2 ->
                fields.putObject("reasoningConfig")
                        .put("type", "enabled")
                        .put("maxReasoningEffort", ofThree(reasoning.effortWithin(outputLimit)));
            case GPT_OSS -> fields.put("reasoning_effort", ofThree(reasoning.effortWithin(outputLimit)));
            case NOVA, MISTRAL, COHERE, OTHER -> {}
        }
    }

    private static String ofThree(Optional<Effort> effort) {
        return switch (effort.orElse(Effort.MEDIUM)) {
            case NONE, MINIMAL, LOW -> "low";
            case MEDIUM -> "medium";
            case HIGH, XHIGH -> "high";
        };
    }
}
