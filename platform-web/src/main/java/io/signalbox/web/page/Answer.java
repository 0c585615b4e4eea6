package io.signalbox.web.page;

import java.util.function.Function;

/** What a page handler decided to send; only the edge writes it. */
public sealed interface Answer {

    /** A page of HTML. */
    record Page(int status, String title, Section section, String template, Record view) implements Answer {}

    /** 303 to a path of this site: what every successful form answers, so that reloading repeats nothing. */
    record Redirect(String location) implements Answer {}

    /** A file to keep. */
    record Download(String contentType, String fileName, String body) implements Answer {}

    static Answer csv(String fileName, String csv) {
        return new Download("text/csv; charset=utf-8", fileName, csv);
    }

    static Answer page(String title, Section section, String template, Record view) {
        return new Page(200, title, section, template, view);
    }

    default <T> T fold(Function<Page, T> page, Function<Redirect, T> redirect, Function<Download, T> download) {
        if (this instanceof Page it) {
            return page.apply(it);
        }
        return this instanceof Redirect it ? redirect.apply(it) : download.apply((Download) this);
    }
}
