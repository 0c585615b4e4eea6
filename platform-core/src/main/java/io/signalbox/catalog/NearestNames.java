package io.signalbox.catalog;

import io.signalbox.text.EditDistance;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Finds the models a mistyped or outdated name most likely meant. Names are compared as their sorted words and numbers without dates, so that
 * {@code gpt4o} is {@code gpt-4o} and {@code claude-3-5-sonnet} is close to {@code claude-sonnet-4.5}.
 */
final class NearestNames {

    private static final int MOST = 3;
    private static final int KNOWN_MAX = 4_000;
    private static final int CHARS_MAX = 64;
    private static final int FAR = Integer.MAX_VALUE;

    private static final Pattern WORD_BORDER = Pattern.compile("[^a-z0-9]+|(?<=[a-z])(?=[0-9])|(?<=[0-9])(?=[a-z])");
    private static final Pattern DATED =
            Pattern.compile("[-@]?(20\\d{2}-?[01]\\d-?[0-3]\\d|latest|preview)(?![a-z0-9])");

    private NearestNames() {}

    /** At most three of {@code known}, the nearest first; empty when none is near. */
    static List<String> of(String asked, Collection<String> known) {
        List<String> wanted = words(asked);
        return known.stream()
                .limit(KNOWN_MAX)
                .map(name -> new Near(name, distance(wanted, words(name))))
                .filter(near -> near.distance != FAR)
                .sorted(Comparator.comparingInt(Near::distance).thenComparing(Near::name))
                .limit(MOST)
                .map(Near::name)
                .toList();
    }

    private record Near(String name, int distance) {}

    /** In changed characters; a name that is the other with words left out is always near. */
    private static int distance(List<String> wanted, List<String> known) {
        String a = String.join(" ", wanted);
        String b = String.join(" ", known);
        int most = Math.max(2, a.length() / 3);
        int extra = Math.abs(wanted.size() - known.size());
        int left = isPart(wanted, known) || isPart(known, wanted) ? Math.min(most, 2 * extra) : FAR;
        int changed = Math.abs(a.length() - b.length()) > most ? FAR : EditDistance.between(a, b);
        int least = Math.min(left, changed);
        return least <= most ? least : FAR;
    }

    private static boolean isPart(List<String> words, List<String> of) {
        return of.containsAll(words) && words.stream().anyMatch(word -> word.matches("[a-z]{2,}"));
    }

    private static List<String> words(String name) {
        String lower = name.substring(0, Math.min(name.length(), CHARS_MAX)).toLowerCase(Locale.ROOT);
        String undated = DATED.matcher(lower).replaceAll("");
        return Arrays.stream(WORD_BORDER.split(undated))
                .filter(word -> !word.isEmpty())
                .sorted()
                .toList();
    }
}
