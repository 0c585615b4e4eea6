package io.signalbox.web.start;

import io.signalbox.web.page.Answer;
import io.signalbox.web.page.Section;
import io.signalbox.web.page.Snippets;
import io.signalbox.web.page.Visit;
import io.vertx.core.Future;

/** The quick start: where to send requests, with what key, and programs to paste. */
public final class StartPage {

    private StartPage() {}

    /** The view of {@code start/page}. */
    public record StartView(String siteUrl, String curl, String python, String anthropic) {}

    public static Future<Answer> show(Visit visit) {
        Snippets snippets = Snippets.fromEnvironment(visit.siteUrl());
        StartView view = new StartView(visit.siteUrl(), snippets.curl(), snippets.python(), snippets.anthropic());
        return Future.succeededFuture(Answer.page("Start", Section.START, "start/page", view));
    }
}
