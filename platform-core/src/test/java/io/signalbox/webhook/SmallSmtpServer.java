package io.signalbox.webhook;

import io.vertx.core.Vertx;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;
import io.vertx.core.parsetools.RecordParser;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** As much of RFC 5321 as a client that sends mail needs. Keeps whole conversations. */
final class SmallSmtpServer {

    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final NetServer server;

    SmallSmtpServer(Vertx vertx) throws TimeoutException {
        server = vertx.createNetServer()
                .connectHandler(this::serve)
                .listen(0, "127.0.0.1")
                .await(10, TimeUnit.SECONDS);
    }

    int port() {
        return server.actualPort();
    }

    /** Everything clients said, line by line. */
    List<String> lines() {
        return lines;
    }

    private void serve(NetSocket socket) {
        boolean[] inData = {false};
        say(socket, "220 test");
        socket.handler(RecordParser.newDelimited("\r\n", record -> {
            String line = record.toString();
            lines.add(line);
            if (inData[0]) {
                if (line.equals(".")) {
                    inData[0] = false;
                    say(socket, "250 taken");
                }
                return;
            }
            inData[0] = line.equals("DATA");
            say(socket, answer(line.toUpperCase(Locale.ROOT)));
        }));
    }

    private static String answer(String command) {
        if (command.startsWith("DATA")) {
            return "354 go on";
        }
        return command.startsWith("QUIT") ? "221 bye" : "250 fine";
    }

    private static void say(NetSocket socket, String line) {
        io.signalbox.telemetry.Telemetry.unattended(socket.write(line + "\r\n"), "answer a mail client");
    }
}
