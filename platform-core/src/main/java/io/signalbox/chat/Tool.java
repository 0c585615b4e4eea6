package io.signalbox.chat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/** A function the model may call; {@code parameters} is a JSON schema of an object and must not be changed. */
public record Tool(
        String name,
        Optional<String> description,
        ObjectNode parameters,
        Optional<Boolean> strict,
        Optional<CacheMark> cache) {}
