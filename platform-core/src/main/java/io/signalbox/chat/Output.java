package io.signalbox.chat;

import io.signalbox.json.JsonText;

/** How much a model produced, in UTF-8 bytes. */
final class Output {

    private Output() {}

    static long bytes(Part part) {
        if (part instanceof Part.Text it) {
            return bytes(it.text());
        }
        if (part instanceof Part.ToolCall it) {
            return bytes(it.name()) + bytes(it.arguments());
        }
        if (part instanceof Part.Thinking it) {
            return bytes(it.text());
        }
        if (part instanceof Part.Refusal it) {
            return bytes(it.text());
        }
        return 0;
    }

    static long bytes(String text) {
        return JsonText.utf8Length(text);
    }
}
