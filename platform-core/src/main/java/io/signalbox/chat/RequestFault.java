package io.signalbox.chat;

import io.signalbox.fault.Fault;
import io.signalbox.fault.FaultCode;

/** A request that cannot be taken as it is: the caller's to mend, and always with the parameter's name. */
public final class RequestFault {

    private RequestFault() {}

    /** {@code message} is a sentence without its full stop. */
    public static Fault invalid(String param, String message) {
        return Fault.with(FaultCode.INVALID_REQUEST, message + ".").param(param).build();
    }

    /** What is understood and cannot be done; {@code message} is a sentence without its full stop. */
    public static Fault unsupported(String param, String message) {
        return Fault.with(FaultCode.UNSUPPORTED_PARAMETER, message + ".")
                .param(param)
                .build();
    }

    /** A body that is JSON by its grammar, but holds a number or a member's name beyond what can be read. */
    public static Fault unreadable() {
        return Fault.of(
                FaultCode.INVALID_JSON,
                "The request body holds a number or a member's name that is too long to be read.");
    }
}
