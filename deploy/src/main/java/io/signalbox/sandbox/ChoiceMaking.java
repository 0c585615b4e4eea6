package io.signalbox.sandbox;

import io.signalbox.sandbox.SandboxAnswer.Call;
import io.signalbox.sandbox.SandboxAnswer.Choice;
import io.signalbox.sandbox.SandboxAnswer.Ending;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Makes up one choice, and ends it where the request or the model wants it to end. */
final class ChoiceMaking {

    private final SandboxRequest request;
    private final int index;
    private final Optional<String> json;
    private long room;
    private boolean cut;

    /** {@code json} is the text that satisfies the schema of the answer, if it has one. */
    ChoiceMaking(SandboxRequest request, int index, Optional<String> json) {
        this.request = request;
        this.index = index;
        this.json = json;
        this.room = request.limits().outputTokens() * SandboxTokens.BYTES_PER_TOKEN;
    }

    Choice choice() {
        long fingerprint = request.fingerprint();
        String thoughts = request.reasons() ? fitting(SandboxText.thoughts(fingerprint, index)) : "";
        room -= SandboxTokens.ofBytes(SandboxTokens.bytes(thoughts)) * SandboxTokens.BYTES_PER_TOKEN;
        List<SandboxTools.Function> functions = request.tools().toCall(request.prompt());
        if (request.model() == SandboxModel.REFUSAL) {
            return text(thoughts, SandboxText.REFUSAL, Ending.REFUSED);
        }
        if (!functions.isEmpty() && request.model() != SandboxModel.CONTENT_FILTER) {
            return calls(thoughts, functions);
        }
        String text = json.orElseGet(() -> SandboxText.of(
                request.target().name(), fingerprint, index, request.prompt().lastText()));
        return text(thoughts, text, Ending.DONE);
    }

    private Choice text(String thoughts, String text, Ending ending) {
        Optional<String> stop = Optional.empty();
        int end = text.length();
        for (String each : request.limits().stops()) {
            int at = text.indexOf(each);
            if (at >= 0 && at < end) {
                end = at;
                stop = Optional.of(each);
            }
        }
        String fitting = fitting(text.substring(0, end));
        if (cut) {
            return new Choice(index, thoughts, fitting, List.of(), Ending.LENGTH, Optional.empty());
        }
        if (request.model() == SandboxModel.CONTENT_FILTER) {
            String some = String.join("", first(SandboxStep.pieces(fitting)));
            return new Choice(index, thoughts, some, List.of(), Ending.FILTERED, Optional.empty());
        }
        return new Choice(index, thoughts, fitting, List.of(), stop.isPresent() ? Ending.STOP_SEQUENCE : ending, stop);
    }

    private static List<String> first(List<String> pieces) {
        return pieces.subList(0, Math.min(pieces.size(), SandboxAnswer.DELTAS_BEFORE_FAULT));
    }

    private Choice calls(String thoughts, List<SandboxTools.Function> functions) {
        List<Call> calls = new ArrayList<>();
        for (SandboxTools.Function each : functions) {
            room -= SandboxTokens.bytes(each.name());
            if (cut || room < 0) {
                cut = true;
                break;
            }
            String arguments = fitting(JsonSample.of(each.schema()));
            room -= SandboxTokens.bytes(arguments);
            String key = Long.toHexString(request.fingerprint()) + "_" + index + "_" + calls.size();
            calls.add(new Call(key, each.name(), arguments));
        }
        return new Choice(
                index, thoughts, "", List.copyOf(calls), cut ? Ending.LENGTH : Ending.CALLS, Optional.empty());
    }

    /** As many of the text's whole characters as there is room for; notes when that is not all. */
    private String fitting(String text) {
        long used = 0;
        for (int end = 0; end < text.length(); ) {
            int next = text.offsetByCodePoints(end, 1);
            used += SandboxTokens.bytes(text.substring(end, next));
            if (used > room) {
                cut = true;
                return text.substring(0, end);
            }
            end = next;
        }
        return text;
    }
}
