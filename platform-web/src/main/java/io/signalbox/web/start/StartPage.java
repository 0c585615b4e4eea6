package io.signalbox.web.start;

import io.signalbox.web.page.Answer;
import io.signalbox.web.page.Section;
import io.signalbox.web.page.Snippets;
import io.signalbox.web.page.Visit;
import io.vertx.core.Future;

/** The quick start: where to send requests, with what key, and two programs to paste. */
public final class StartPage {

    private StartPage() {}

    /** The view of {@code start/page}. */
    public record StartView(String baseUrl, String curl, String python) {}

    public static Future<Answer> show(Visit visit) {
        Snippets snippets = Snippets.fromEnvironment(visit.siteUrl());
        StartView view = new StartView(visit.siteUrl() + "/v1", snippets.curl(), snippets.python());
        return Future.succeededFuture(Answer.page("Start", Section.START, "start/page", view));
    }
}
