package io.signalbox.web.page;

import java.util.List;

/**
 * What surrounds a page: its title, who looks at it, where they may go. Strings are ready to print; empty where there is nothing. {@code form} is
 * the hidden field's value of every form on the page.
 */
public record PageFrame(
        String title,
        List<NavLink> links,
        String tenant,
        String member,
        String form,
        boolean sandbox,
        AssetPaths assets) {

    public PageFrame {
        links = List.copyOf(links);
    }

    /** Whether somebody is signed in. */
    public boolean known() {
        return !member.isEmpty();
    }

    /** A place to go. */
    public record NavLink(String label, String href, boolean current) {}

    /** Where the page's own files are. */
    public record AssetPaths(String css, String script, String icon) {}
}
