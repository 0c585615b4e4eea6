package io.signalbox.launch;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.OutputStreamAppender;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;

/**
 * The log on standard error. Lines of requests leave together a few times a second, since a system call for each would cost an event loop more than the
 * line itself; a warning or an error leaves at once, with all before it. Named in logback.xml.
 */
public final class LogAppender extends OutputStreamAppender<ILoggingEvent> {

    private static final int BYTES_MAX = 4 * 1024 * 1024;

    @Override
    public void start() {
        setImmediateFlush(false);
        GatheredOutput output = new GatheredOutput(new FileOutputStream(FileDescriptor.err), BYTES_MAX);
        setOutputStream(output);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> flush(output), "log-flush"));
        super.start();
    }

    @Override
    protected void append(ILoggingEvent event) {
        super.append(event);
        if (event.getLevel().isGreaterOrEqual(Level.WARN) && getOutputStream() instanceof GatheredOutput output) {
            flush(output);
        }
    }

    private void flush(GatheredOutput output) {
        try {
            output.flush();
        } catch (IOException gone) {
            addError("standard error is gone", gone);
        }
    }
}
