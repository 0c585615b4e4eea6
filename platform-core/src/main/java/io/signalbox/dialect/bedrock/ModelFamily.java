package io.signalbox.dialect.bedrock;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.signalbox.chat.CacheMark;
import io.signalbox.chat.RequestFault;
import io.signalbox.json.Json;

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

    /** Whether it takes a {@code toolChoice} that names one tool (https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_ToolChoice.html). */
    boolean canBeMadeToCallOne() {
        return this == ANTHROPIC || isNova();
    }

    boolean canBeMadeToCallSome() {
        return canBeMadeToCallOne() || this == MISTRAL;
    }

    /** Whether it must not be made to call a tool while it thinks. */
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

    /** A block that ends what is cached; only Anthropic's models are told for how long. */
    ObjectNode cachePoint(CacheMark mark) {
        ObjectNode block = Json.object();
        ObjectNode point = block.putObject("cachePoint").put("type", "default");
        if (this == ANTHROPIC) {
            mark.ttl().ifPresent(ttl -> point.put("ttl", ttl));
        }
        return block;
    }
}
