package io.signalbox.chat;

/**
 * Follows a conversation and knows whether it ends with the results of tools, and whether the assistant has thought since the user last spoke. All that
 * happens between calls and their results is one turn, at whose beginning alone a model with a budget thinks
 * (https://platform.claude.com/docs/en/build-with-claude/extended-thinking).
 */
public final class ToolLoop {

    private boolean userSpeaks;
    private boolean answered;
    private boolean thought;

    /** The user's next message; {@code results}: whether it holds what tools answered. */
    public void user(boolean results) {
        answered = results || userSpeaks && answered;
        userSpeaks = true;
    }

    /** The assistant's next message; {@code thoughts}: whether it holds some that Anthropic signed. */
    public void assistant(boolean thoughts) {
        if (userSpeaks && !answered) {
            thought = false;
        }
        thought |= thoughts;
        userSpeaks = false;
    }

    /** Whether tools answered calls that nobody thought before, after which Anthropic refuses to think by a budget. */
    public boolean isThoughtless() {
        return userSpeaks && answered && !thought;
    }
}
