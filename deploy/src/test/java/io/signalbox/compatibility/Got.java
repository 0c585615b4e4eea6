package io.signalbox.compatibility;

import java.util.List;
import java.util.Map;

/** What a client made of an answer: its text and thoughts, the calls by tool name with their arguments' text, why it ended and what it used. */
record Got(String text, String thoughts, List<Map.Entry<String, String>> calls, String stop, long input, long output) {}
