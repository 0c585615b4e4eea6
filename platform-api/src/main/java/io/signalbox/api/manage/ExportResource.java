package io.signalbox.api.manage;

import io.signalbox.api.manage.http.Answer;
import io.signalbox.api.manage.http.ManageRequest;
import io.signalbox.api.manage.http.ManageRoute;
import io.signalbox.api.manage.http.QueryFields;
import io.signalbox.billing.focus.FocusExport;
import io.signalbox.db.Database;
import io.signalbox.tenant.Permission;
import io.vertx.core.Future;
import java.time.InstantSource;
import java.time.YearMonth;
import java.util.List;
import java.util.Optional;

/** A month's charges for other programs. */
final class ExportResource {

    private static final String MONTH = "20[0-9]{2}-(0[1-9]|1[0-2])";

    private final FocusExport focus;

    ExportResource(Database database, InstantSource clock) {
        this.focus = new FocusExport(database, clock);
    }

    List<ManageRoute> routes() {
        return List.of(ManageRoute.get("/exports/focus", Permission.READ_BILLING, this::focus));
    }

    private Future<Answer> focus(ManageRequest request) {
        QueryFields query = request.query();
        Optional<String> month = query.text("month").filter(text -> text.matches(MONTH));
        if (month.isEmpty()) {
            query.complain("month", "format", "must be a month such as 2026-11");
        }
        query.check();
        return focus.open(request.tenant(), YearMonth.parse(month.orElseThrow()))
                .map(pieces -> Answer.inPieces("text/csv; charset=utf-8", pieces::next)
                        .with("content-disposition", "attachment; filename=\"focus-" + month.orElseThrow() + ".csv\""));
    }
}
