package io.signalbox.billing.usage;

import io.signalbox.billing.journal.PayloadReader;
import io.signalbox.billing.journal.PayloadWriter;
import io.signalbox.billing.usage.RequestRecord.AttemptRecord;
import io.signalbox.billing.usage.RequestRecord.CandidateRecord;
import io.signalbox.key.KeyId;
import io.signalbox.key.KeyMode;
import io.signalbox.tenant.AppId;
import io.signalbox.tenant.TenantId;
import java.util.ArrayList;
import java.util.List;

/** A REQUEST record's content. */
public final class RequestRecordPayload {

    private static final int VERSION = 3;

    private RequestRecordPayload() {}

    public static byte[] write(RequestRecord request) {
        PayloadWriter to = new PayloadWriter(VERSION)
                .text(request.requestId())
                .text(request.tenant().value())
                .text(request.app().value())
                .text(request.key().value())
                .text(request.mode().name())
                .instant(request.at())
                .text(request.requestedModel())
                .optionalText(request.servedModel())
                .optionalText(request.provider())
                .optionalText(request.task())
                .text(request.taskSource())
                .optionalText(request.routeReason())
                .text(request.policyVersion())
                .number(request.status())
                .optionalText(request.faultCode())
                .flag(request.streamed())
                .usage(request.usage())
                .optionalMoney(request.cost())
                .text(request.costStatus())
                .optionalMoney(request.saved())
                .text(request.cache())
                .number(request.latencyMs())
                .number(request.firstTokenMs())
                .number(request.overheadMicros());
        to.number(request.attempts().size());
        request.attempts().forEach(each -> write(to, each));
        to.number(request.candidates().size());
        request.candidates().forEach(each -> write(to, each));
        return to.texts(request.tags())
                .optionalText(request.way().surface())
                .flag(request.way().translated())
                .bytes();
    }

    public static RequestRecord read(byte[] payload) {
        PayloadReader from = new PayloadReader(payload, VERSION);
        return new RequestRecord(
                from.text(),
                new TenantId(from.text()),
                new AppId(from.text()),
                new KeyId(from.text()),
                KeyMode.valueOf(from.text()),
                from.instant(),
                from.text(),
                from.optionalText(),
                from.optionalText(),
                from.optionalText(),
                from.text(),
                from.optionalText(),
                from.text(),
                (int) from.number(),
                from.optionalText(),
                from.flag(),
                from.usage(),
                from.optionalMoney(),
                from.text(),
                from.optionalMoney(),
                from.text(),
                from.number(),
                from.number(),
                from.number(),
                readAttempts(from),
                readCandidates(from),
                from.version() >= 2 ? from.texts() : List.of(),
                from.version() >= 3 ? new Way(from.optionalText(), from.flag()) : Way.UNTOLD);
    }

    private static void write(PayloadWriter to, AttemptRecord attempt) {
        to.number(attempt.number())
                .text(attempt.model())
                .text(attempt.provider())
                .text(attempt.reason())
                .text(attempt.why())
                .text(attempt.outcome())
                .number(attempt.latencyMs())
                .optionalMoney(attempt.cost())
                .optionalText(attempt.eventId());
    }

    private static void write(PayloadWriter to, CandidateRecord candidate) {
        to.text(candidate.model())
                .text(candidate.provider())
                .optionalMoney(candidate.expectedCost())
                .flag(candidate.chosen())
                .text(candidate.why());
    }

    private static List<AttemptRecord> readAttempts(PayloadReader from) {
        List<AttemptRecord> attempts = new ArrayList<>();
        for (long left = from.number(); left > 0; left--) {
            attempts.add(new AttemptRecord(
                    (int) from.number(),
                    from.text(),
                    from.text(),
                    from.text(),
                    from.text(),
                    from.text(),
                    from.number(),
                    from.optionalMoney(),
                    from.optionalText()));
        }
        return attempts;
    }

    private static List<CandidateRecord> readCandidates(PayloadReader from) {
        List<CandidateRecord> candidates = new ArrayList<>();
        for (long left = from.number(); left > 0; left--) {
            candidates.add(
                    new CandidateRecord(from.text(), from.text(), from.optionalMoney(), from.flag(), from.text()));
        }
        return candidates;
    }
}
