package io.signalbox.sandbox;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import java.util.Set;

/** The part of OpenAPI's schemas that Gemini takes: https://ai.google.dev/api/caching#Schema. Any other keyword is refused by name. */
final class GeminiSchema {

    private static final Set<String> KEYWORDS = Set.of(
            "type",
            "format",
            "title",
            "description",
            "nullable",
            "enum",
            "maxItems",
            "minItems",
            "properties",
            "required",
            "minProperties",
            "maxProperties",
            "minLength",
            "maxLength",
            "pattern",
            "example",
            "anyOf",
            "propertyOrdering",
            "default",
            "items",
            "minimum",
            "maximum");

    private GeminiSchema() {}

    static void check(JsonObject schema, String path) {
        for (Map.Entry<String, Object> each : GeminiReader.snakeless(schema)) {
            if (!KEYWORDS.contains(each.getKey())) {
                throw SandboxFault.invalid(
                        path,
                        "Invalid JSON payload received. Unknown name \"" + each.getKey() + "\" at '" + path
                                + "': Cannot find field.");
            }
            switch (each.getKey()) {
                case "type" -> {
                    if (!(each.getValue() instanceof String)) {
                        throw SandboxFault.invalid(
                                path, "Invalid value at '" + path + ".type' (type.googleapis.com/google.ai.Type)");
                    }
                }
                case "items" -> check(SandboxBody.object(each.getValue(), path + ".items"), path + ".items");
                case "properties" -> {
                    for (Map.Entry<String, Object> property : SandboxBody.object(each.getValue(), path)) {
                        String at = path + ".properties[" + property.getKey() + "]";
                        check(SandboxBody.object(property.getValue(), at), at);
                    }
                }
                case "anyOf" -> {
                    if (each.getValue() instanceof JsonArray ways) {
                        ways.forEach(way -> check(SandboxBody.object(way, path + ".any_of"), path + ".any_of"));
                    }
                }
                default -> {
                    // A plain value.
                }
            }
        }
    }
}
