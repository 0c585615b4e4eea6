package io.signalbox.dialect.input;

import com.fasterxml.jackson.core.JsonToken;
import io.signalbox.catalog.Deployment;
import io.signalbox.catalog.Feature;
import io.signalbox.catalog.Operation;
import io.signalbox.catalog.Wire;
import io.signalbox.chat.BodyPass;
import io.signalbox.chat.ChatRequest;
import io.signalbox.chat.OptionsReader;
import io.signalbox.chat.RequestFault;
import io.signalbox.chat.RequestScan;
import io.signalbox.chat.ValueReader;
import io.signalbox.json.Json;
import io.signalbox.json.JsonCursor;
import io.signalbox.json.ObjectSplice;
import io.signalbox.route.RequestFacts;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What one pass over an embeddings or moderations request learned, and the body spliced for a provider that takes it as it is. */
public final class InputScan implements RequestScan {

    private static final int DIMENSIONS_MAX = 100_000;
    private static final int SPARE = 64;
    private static final byte[] FLOAT = "\"float\"".getBytes(StandardCharsets.US_ASCII);

    private final Wire wire;
    private final BodyPass<InputField> body;
    private final Set<Feature> needs = EnumSet.noneOf(Feature.class);
    private String model = "";
    private List<String> models = List.of();
    private Map<String, String> options = Map.of();
    private @Nullable String metadataTask;
    private boolean base64;
    private int inputs;
    private long inputBytes;
    private @Nullable EmbeddingRequest request;

    private InputScan(Wire wire, byte[] bytes) {
        this.wire = wire;
        this.body = new BodyPass<>(bytes, InputField.BY_NAME);
    }

    static InputScan embeddings(Buffer body) {
        InputScan scan = read(Wire.EMBEDDINGS, body);
        if (scan.model.isEmpty() && scan.models.isEmpty()) {
            throw RequestFault.invalid("model", "'model' is missing: name a model for embeddings");
        }
        return scan;
    }

    /** {@code otherwise} is the model of a request that names none. */
    static InputScan moderations(Buffer body, String otherwise) {
        InputScan scan = read(Wire.MODERATIONS, body);
        if (scan.model.isEmpty() && scan.models.isEmpty()) {
            scan.model = otherwise;
        }
        return scan;
    }

    private static InputScan read(Wire wire, Buffer body) {
        InputScan scan = new InputScan(wire, body.getBytes());
        scan.body.run(scan::read);
        if (scan.inputs == 0) {
            throw RequestFault.invalid("input", "'input' is missing");
        }
        return scan;
    }

    private void read(InputField field, JsonCursor cursor) throws IOException {
        switch (field) {
            case MODEL -> model = new ValueReader(cursor).model();
            case MODELS -> models = new ValueReader(cursor).models();
            case SIGNALBOX -> options = new OptionsReader(cursor).options();
            case METADATA -> metadataTask = new OptionsReader(cursor).metadataTask();
            case ENCODING_FORMAT -> base64 = isBase64(cursor);
            case INPUT -> readInput(cursor);
            case DIMENSIONS -> {
                if (new ValueReader(cursor).count("dimensions", DIMENSIONS_MAX, 0) > 0) {
                    needs.add(Feature.DIMENSIONS);
                }
            }
            default -> cursor.skip();
        }
    }

    private void readInput(JsonCursor cursor) throws IOException {
        InputMeter meter = new InputMeter(cursor);
        if (wire.operation() == Operation.EMBEDDING) {
            meter.readTexts();
        } else {
            meter.readParts();
        }
        inputs = meter.inputs();
        inputBytes = meter.bytes();
        needs.addAll(meter.needs());
    }

    private static boolean isBase64(JsonCursor cursor) throws IOException {
        if (new ValueReader(cursor).isNull()) {
            return false;
        }
        String format = cursor.at(JsonToken.VALUE_STRING) ? cursor.takeText() : "";
        if (!format.equals("float") && !format.equals("base64")) {
            throw RequestFault.invalid("encoding_format", "'encoding_format' must be float or base64");
        }
        return format.equals("base64");
    }

    /** Whether the client wants its vectors as base64 instead of as numbers. */
    boolean base64() {
        return base64;
    }

    int inputs() {
        return inputs;
    }

    /** The request in no protocol's words; fails with a fault naming the parameter. */
    EmbeddingRequest request() {
        if (request == null) {
            request = EmbeddingRequest.read(body.bytes());
        }
        return request;
    }

    /**
     * As {@link RequestScan#upstreamBody}. Only who has the quirk {@code base64_vectors} is asked for base64: most others refuse it or answer with numbers all
     * the same.
     */
    @Override
    public Buffer upstreamBody(Deployment deployment, long outputLimitPerChoice) {
        boolean numbers = deployment.provider().quirk("base64_vectors", "no").equals("no");
        byte[] name = Json.quoted(deployment.upstreamModel());
        ObjectSplice out = new ObjectSplice(body.bytes(), 0, body.bytes().length, name.length + SPARE);
        boolean named = false;
        for (BodyPass.Spliced<InputField> each : body.spliced()) {
            switch (each.field()) {
                case MODEL -> {
                    out.replace(each.member(), name);
                    named = true;
                }
                case ENCODING_FORMAT -> {
                    if (numbers && base64) {
                        out.replace(each.member(), FLOAT);
                    }
                }
                default -> out.drop(each.member());
            }
        }
        Buffer more = named ? Buffer.buffer(0) : Buffer.buffer("\"model\":").appendBytes(name);
        out.endMembers(body.members(), body.lastEnd(), more);
        return out.finish(body.bytes().length);
    }

    @Override
    public Wire wire() {
        return wire;
    }

    @Override
    public Buffer body() {
        return Buffer.buffer(body.bytes());
    }

    @Override
    public String model() {
        return model;
    }

    @Override
    public List<String> models() {
        return models;
    }

    @Override
    public boolean stream() {
        return false;
    }

    @Override
    public boolean includesUsage() {
        return false;
    }

    @Override
    public Optional<String> option(String name) {
        Optional<String> given = Optional.ofNullable(options.get(name));
        return given.isEmpty() && "task".equals(name) ? Optional.ofNullable(metadataTask) : given;
    }

    @Override
    public Map<String, String> options() {
        return options;
    }

    @Override
    public long outputLimit() {
        return 0;
    }

    /** A message stands for an input. */
    @Override
    public RequestFacts facts() {
        return new RequestFacts(wire, inputBytes, inputs, 0, 1, needs, body.unknown());
    }

    @Override
    public ChatRequest chat() {
        throw new IllegalStateException("no chat: " + wire.wireName());
    }
}
