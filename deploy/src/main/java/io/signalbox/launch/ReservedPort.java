package io.signalbox.launch;

import io.signalbox.config.SignalboxConfig.HttpConfig;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/**
 * The node's port, held from the very beginning: when it is taken, nothing else starts, and the URLs that a first start writes down are known
 * before its secrets are made. Nobody is answered through it; {@link #release()} comes right before the real listeners.
 */
final class ReservedPort implements AutoCloseable {

    private final ServerSocket socket;

    private ReservedPort(ServerSocket socket) {
        this.socket = socket;
    }

    static ReservedPort of(HttpConfig http) {
        String address = http.host() + ":" + http.port();
        try {
            ServerSocket socket = new ServerSocket();
            try {
                socket.bind(new InetSocketAddress(InetAddress.getByName(http.host()), http.port()), 1);
                return new ReservedPort(socket);
            } catch (IOException refused) {
                socket.close();
                throw refused;
            }
        } catch (IOException refused) {
            throw new StartFailure(
                    "cannot listen on " + address + " (" + refused.getMessage()
                            + "): set SIGNALBOX_HTTP_PORT (0 takes any free port) or SIGNALBOX_HTTP_HOST",
                    refused);
        }
    }

    int number() {
        return socket.getLocalPort();
    }

    void release() throws IOException {
        socket.close();
    }

    @Override
    public void close() throws IOException {
        release();
    }
}
