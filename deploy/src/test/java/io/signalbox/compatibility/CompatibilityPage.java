package io.signalbox.compatibility;

import java.util.List;
import java.util.stream.Collectors;

/** Writes the matrix as a page. */
final class CompatibilityPage {

    private static final String HEAD = """
            # Compatibility

            What a client can ask of which provider. Made by `CompatibilityTest`, which runs every cell over a socket, plain and streamed, against a provider that speaks the
            protocol; do not edit by hand.

            ✓ works, plain and streamed. Anything else is what the caller gets instead: a 400 with that code and parameter, before a provider is asked and before anything is spent. `smart-select`
            never gets there: it skips models that cannot do what a request needs. A dash: the API has no way to ask for it.

            What is mapped, and how, is in [mappings.md](mappings.md); how streams behave when something fails is in [stream-contract.md](stream-contract.md).
            """;

    private CompatibilityPage() {}

    static String of(List<Client> clients, List<Target> targets, List<Cell> cells) {
        StringBuilder page = new StringBuilder(HEAD);
        for (Client client : clients) {
            page.append("\n## From ").append(client.title()).append("\n\n| |");
            targets.forEach(target -> page.append(' ').append(target.provider()).append(" |"));
            page.append("\n|---|").append("---|".repeat(targets.size())).append('\n');
            for (Wish wish : Wish.values()) {
                page.append("| ").append(wish.title()).append(" |");
                for (Target target : targets) {
                    page.append(' ').append(words(client, target, wish, cells)).append(" |");
                }
                page.append('\n');
            }
        }
        return page.toString();
    }

    private static String words(Client client, Target target, Wish wish, List<Cell> cells) {
        if (!client.knows(wish)) {
            return "–";
        }
        return cells.stream()
                .filter(cell -> cell.client() == client && cell.target().equals(target) && cell.wish() == wish)
                .map(cell -> cell.outcome() == Cell.Outcome.WORKS ? "✓" : cell.words())
                .distinct()
                .collect(Collectors.joining(" / "));
    }
}
