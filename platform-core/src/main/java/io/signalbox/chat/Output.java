package io.signalbox.chat;

import io.signalbox.json.JsonText;

/** What a model produced: how much of it in UTF-8 bytes, and a sample. */
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

    static void sample(Part part, OutputSample sample) {
        if (part instanceof Part.Text it) {
            sample.add(it.text());
        } else if (part instanceof Part.ToolCall it) {
            sample.add(it.name());
            sample.add(it.arguments());
        } else if (part instanceof Part.Thinking it) {
            sample.add(it.text());
        } else if (part instanceof Part.Refusal it) {
            sample.add(it.text());
        }
    }

    static void sample(Delta delta, OutputSample sample) {
        if (delta instanceof Delta.Text it) {
            sample.add(it.text());
        } else if (delta instanceof Delta.CallArguments it) {
            sample.add(it.piece());
        } else if (delta instanceof Delta.Thinking it) {
            sample.add(it.text());
        } else if (delta instanceof Delta.CallBegun it) {
            sample.add(it.name());
        } else if (delta instanceof Delta.Refusal it) {
            sample.add(it.text());
        }
    }

    static long bytes(String text) {
        return JsonText.utf8Length(text);
    }
}
