package io.signalbox.web.page;

import io.signalbox.fault.Fault;
import io.signalbox.fault.FaultCode;
import java.util.Locale;

/** Turns failures into pages in words: what happened, never how it happened inside. */
public final class ErrorPages {

    private ErrorPages() {}

    /** The view of {@code error/page}. */
    public record ErrorView(String title, String message, String status, String requestId) {}

    /** The page for a failure that may be shown. */
    public static Answer of(Fault fault, String requestId) {
        FaultCode code = fault.code();
        return page(code.status(), title(code), fault.publicMessage(), requestId);
    }

    /** The one page for everything that is not there or is another tenant's: nobody can tell which. */
    public static Answer notFound(String requestId) {
        return page(404, "Not found", "There is no such page. It may never have existed, or not for you.", requestId);
    }

    public static Answer of(int status, String requestId) {
        return switch (status) {
            case 404 -> notFound(requestId);
            case 405 -> page(405, "Not possible here", "This page cannot be asked for in that way.", requestId);
            case 413 -> page(413, "Too large", "The form holds more than this page takes.", requestId);
            case 400 -> page(400, "Not understood", "The request could not be read.", requestId);
            default ->
                page(
                        500,
                        "Something went wrong here",
                        "This is our fault, not yours. Try again; if it stays, give the operator the request below.",
                        requestId);
        };
    }

    private static Answer page(int status, String title, String message, String requestId) {
        return new Answer.Page(
                status,
                title,
                Section.NONE,
                "error/page",
                new ErrorView(title, message, String.valueOf(status), requestId));
    }

    private static String title(FaultCode code) {
        return switch (code) {
            case NOT_FOUND, UNKNOWN_URL -> "Not found";
            case FORBIDDEN -> "Not allowed";
            case UNAVAILABLE -> "Not available right now";
            case RATE_LIMIT_EXCEEDED -> "Too many attempts";
            default ->
                code.title().substring(0, 1).toUpperCase(Locale.ENGLISH)
                        + code.title().substring(1);
        };
    }
}
