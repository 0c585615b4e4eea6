package io.signalbox.web.page;

import io.signalbox.tenant.Grants;
import io.signalbox.tenant.Permission;
import io.signalbox.web.page.PageFrame.NavLink;
import java.util.ArrayList;
import java.util.List;

/** Where a page hangs in the navigation. */
public enum Section {
    OVERVIEW("Overview", "/", Permission.READ_USAGE),
    USAGE("Usage", "/usage", Permission.READ_USAGE),
    REQUESTS("Requests", "/requests", Permission.READ_REQUESTS),
    KEYS("Keys", "/keys", Permission.READ_KEYS),
    BUDGETS("Budgets", "/budgets", Permission.READ_BUDGETS),
    BILLING("Billing", "/billing", Permission.READ_BILLING),
    ALERTS("Alerts", "/alerts", Permission.READ_ALERTS),
    PRICES("Prices", "/prices", Permission.READ_USAGE),
    START("Start", "/start", Permission.READ_KEYS),
    /** Sign-in and errors. */
    NONE("", "", Permission.ALL);

    private final String label;
    private final String href;
    private final Permission permission;

    Section(String label, String href, Permission permission) {
        this.label = label;
        this.href = href;
        this.permission = permission;
    }

    /** The links that someone with {@code grants} may follow; nobody sees what they may not open. */
    static List<NavLink> links(Grants grants, Section current) {
        List<NavLink> links = new ArrayList<>();
        for (Section each : values()) {
            if (each != NONE && grants.allow(each.permission)) {
                links.add(new NavLink(each.label, each.href, each == current));
            }
        }
        return links;
    }
}
