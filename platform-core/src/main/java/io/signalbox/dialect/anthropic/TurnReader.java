package io.signalbox.dialect.anthropic;

import io.signalbox.chat.CacheMark;
import io.signalbox.chat.Fields;
import io.signalbox.chat.Message;
import io.signalbox.chat.Part;
import java.util.ArrayList;
import java.util.List;

/** Reads one turn of a conversation. Results of tools stand among a user's blocks; in no protocol's words they are messages of their own. */
final class TurnReader {

    private TurnReader() {}

    static void read(Fields turn, List<Message> to) {
        String role = turn.requiredText("role");
        switch (role) {
            case "user" -> user(BlockReader.asked(turn, "content"), to);
            case "assistant" -> to.add(Message.of(Message.Role.ASSISTANT, BlockReader.answered(turn, "content")));
            case "system" -> to.add(Message.of(Message.Role.SYSTEM, BlockReader.texts(turn, "content")));
            default -> throw turn.invalid("role", "must be user, assistant or system");
        }
    }

    /** A mark for the whole conversation stands on its last block. */
    static void markLast(List<Message> messages, CacheMark mark) {
        int last = messages.size() - 1;
        List<Part> parts = new ArrayList<>(messages.get(last).parts());
        if (!parts.isEmpty()) {
            parts.set(parts.size() - 1, BlockReader.marked(parts.get(parts.size() - 1), mark));
            messages.set(last, Message.of(messages.get(last).role(), parts));
        }
    }

    private static void user(List<Part> parts, List<Message> to) {
        List<Part> run = new ArrayList<>();
        for (Part each : parts) {
            if (!run.isEmpty() && isResult(each) != isResult(run.get(0))) {
                add(run, to);
                run.clear();
            }
            run.add(each);
        }
        add(run, to);
    }

    private static void add(List<Part> run, List<Message> to) {
        boolean results = !run.isEmpty() && isResult(run.get(0));
        to.add(Message.of(results ? Message.Role.TOOL : Message.Role.USER, run));
    }

    private static boolean isResult(Part part) {
        return part instanceof Part.ToolResult;
    }
}
