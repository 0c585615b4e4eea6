package io.signalbox.web.page;

import java.util.function.Function;

/** What a page handler decided to send; only the edge writes it. */
public sealed interface Answer {

    /** A page of HTML. */
    record Page(int status, String title, Section section, String template, Record view) implements Answer {}

    /** 303 to a path of this site: what every successful form answers, so that reloading repeats nothing. */
    record Redirect(String location) implements Answer {}

    static Answer page(String title, Section section, String template, Record view) {
        return new Page(200, title, section, template, view);
    }

    default <T> T fold(Function<Page, T> page, Function<Redirect, T> redirect) {
        return this instanceof Page it ? page.apply(it) : redirect.apply((Redirect) this);
    }
}
