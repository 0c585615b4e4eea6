package io.signalbox.web.usage;

import io.signalbox.billing.usage.Dimension;
import io.signalbox.web.page.Choice;
import io.signalbox.web.usage.UsageExplorerView.Form;
import io.signalbox.web.usage.UsagePage.Facts;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The explorer's form, filled in with what was asked. */
final class UsageForms {

    private UsageForms() {}

    static Form form(UsageSearch search, Facts facts) {
        List<Choice> groups = new ArrayList<>();
        for (Dimension each : Dimension.values()) {
            groups.add(new Choice(each.wireName(), UsageNames.head(each), each == search.group()));
        }
        Optional<String> app = search.only(Dimension.APP);
        List<Choice> apps = new ArrayList<>(List.of(new Choice("", "any", app.isEmpty())));
        facts.apps().forEach(each -> apps.add(choice(each.id().value(), each.name(), app)));
        Optional<String> key = search.only(Dimension.KEY);
        List<Choice> keys = new ArrayList<>(List.of(new Choice("", "any", key.isEmpty())));
        facts.keys().forEach(each -> keys.add(choice(each.id().value(), each.name() + " · " + each.masked(), key)));
        boolean dated = search.named().isEmpty();
        return new Form(
                dated ? search.stretch().first().toString() : "",
                dated ? search.stretch().last().toString() : "",
                search.otherZone().map(ZoneId::getId).orElse(""),
                groups,
                apps,
                keys,
                search.only(Dimension.MODEL).orElse(""),
                search.only(Dimension.TASK)
                        .map(task -> task.isEmpty() ? "-" : task)
                        .orElse(""),
                search.only(Dimension.PROVIDER).orElse(""),
                search.compare(),
                !search.filters().isEmpty());
    }

    private static Choice choice(String value, String label, Optional<String> chosen) {
        return new Choice(value, label, chosen.filter(value::equals).isPresent());
    }
}
