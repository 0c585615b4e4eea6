package io.signalbox.postgres;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.Properties;

/**
 * A data directory and what is needed to use it: {@code cluster/} is PostgreSQL's, {@code cluster.properties} (0600) keeps the passwords and
 * the port. Both appear at once or not at all, so a crash while they are made leaves nothing half done.
 */
record Cluster(Path data, PostgresBinaries binaries, LaunchWay way, Properties properties) {

    static final String LOGIN = "signalbox";
    static final String DATABASE = "signalbox";

    private static final String LOGIN_PASSWORD = "login.password";
    private static final String SUPERUSER_PASSWORD = "postgres.password";
    private static final String PORT = "port";
    private static final Duration CREATION_LIMIT = Duration.ofMinutes(2);

    /** Below the ports that the system lends to outgoing connections: one of those could sit on ours while the server is down. */
    private static final int LOWEST_PORT = 15432;

    private static final int PORTS = 10_000;
    private static final int PASSWORD_BYTES = 24;

    static Cluster openBlocking(Path directory, PostgresBinaries binaries) throws IOException {
        Path data = directory.resolve("cluster");
        Path settings = directory.resolve("cluster.properties");
        if (!Files.isDirectory(data)) {
            create(data, settings, binaries);
        }
        Properties properties = new Properties();
        try (InputStream in = Files.newInputStream(settings)) {
            properties.load(in);
        } catch (java.nio.file.NoSuchFileException lost) {
            throw new PostgresUnusable(
                    settings + " is missing: it holds the passwords of " + data + "; restore it", lost);
        }
        LaunchWay way = LaunchWay.of(data);
        way.requireReach(data);
        way.requireReach(binaries.folder());
        Cluster cluster = new Cluster(data, binaries, way, properties);
        cluster.requireMajor();
        return cluster;
    }

    String loginPassword() {
        return properties.getProperty(LOGIN_PASSWORD);
    }

    int port() {
        return Integer.parseInt(properties.getProperty(PORT));
    }

    String address() {
        return "127.0.0.1:" + port();
    }

    /** Moves to another port when a stranger holds ours. */
    void choosePort() throws IOException {
        if (!isFree(port())) {
            usePort(freePort(data));
        }
    }

    void usePort(int port) throws IOException {
        if (port != port()) {
            properties.setProperty(PORT, Integer.toString(port));
            write(properties, data.resolveSibling("cluster.properties"));
        }
    }

    private void requireMajor() throws IOException {
        String major = readVersion();
        if (!major.equals(PostgresBinaries.MAJOR)) {
            throw new PostgresUnusable(
                    data + " was made by PostgreSQL " + major + " and this version of Signalbox brings "
                            + PostgresBinaries.MAJOR + ": run the version that made it, and move the data with a dump");
        }
    }

    private String readVersion() throws IOException {
        return Files.readString(data.resolve("PG_VERSION")).strip();
    }

    private static void create(Path data, Path settings, PostgresBinaries binaries) throws IOException {
        Path scratch = data.resolveSibling("cluster.new");
        PostgresBinaries.deleteTree(scratch);
        LaunchWay way = LaunchWay.ofNew();
        Files.createDirectories(
                scratch, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        way.own(scratch);
        way.requireReach(scratch);
        way.requireReach(binaries.folder());
        Properties secrets = new Properties();
        secrets.setProperty(LOGIN_PASSWORD, password());
        secrets.setProperty(SUPERUSER_PASSWORD, password());
        secrets.setProperty(PORT, Integer.toString(freePort(data)));
        initialise(scratch, binaries, way, secrets.getProperty(SUPERUSER_PASSWORD));
        createLogin(scratch, binaries, way, secrets.getProperty(LOGIN_PASSWORD));
        write(secrets, settings);
        Files.move(scratch, data, StandardCopyOption.ATOMIC_MOVE);
    }

    private static void initialise(Path scratch, PostgresBinaries binaries, LaunchWay way, String password)
            throws IOException {
        Path passwordFile = privateFile(scratch.resolveSibling("cluster.new.password"));
        try {
            Files.writeString(passwordFile, password);
            way.own(passwordFile);
            Subprocess.runBlocking(
                    way.command(
                            binaries.program("initdb"),
                            "--pgdata=" + scratch,
                            "--username=postgres",
                            "--pwfile=" + passwordFile,
                            "--auth=scram-sha-256",
                            "--data-checksums",
                            "--encoding=UTF8",
                            "--no-locale",
                            // Letters beyond ASCII have upper and lower case, the same on every system.
                            "--locale-provider=builtin",
                            "--builtin-locale=C.UTF-8"),
                    "",
                    CREATION_LIMIT);
        } finally {
            Files.deleteIfExists(passwordFile);
        }
    }

    /** The login role owns the database and is no superuser, so that row-level security binds it as well. */
    private static void createLogin(Path scratch, PostgresBinaries binaries, LaunchWay way, String password) {
        String sql = "CREATE ROLE " + LOGIN + " LOGIN CREATEROLE CREATEDB PASSWORD '" + password + "'\n"
                + "CREATE DATABASE " + DATABASE + " OWNER " + LOGIN + "\n";
        String output = Subprocess.runBlocking(
                way.command(binaries.program("postgres"), "--single", "-j", "-D", scratch.toString(), "postgres"),
                sql.replace("\n", ";\n\n"),
                CREATION_LIMIT);
        if (output.contains("ERROR:") || output.contains("FATAL:")) {
            throw new PostgresUnusable("the login role of the embedded PostgreSQL cannot be made");
        }
    }

    private static void write(Properties properties, Path file) throws IOException {
        Path scratch = privateFile(file.resolveSibling(file.getFileName() + ".new"));
        try (OutputStream out = Files.newOutputStream(scratch)) {
            properties.store(out, null);
        }
        if (Files.exists(file)) {
            Files.setOwner(scratch, Files.getOwner(file));
        }
        Files.move(scratch, file, StandardCopyOption.ATOMIC_MOVE);
    }

    private static Path privateFile(Path file) throws IOException {
        Files.deleteIfExists(file);
        return Files.createFile(
                file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    }

    private static String password() {
        byte[] bytes = new byte[PASSWORD_BYTES];
        new SecureRandom().nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** The first free port from one that the folder's name decides, so that two installations rarely want the same. */
    private static int freePort(Path data) {
        int start = Math.floorMod(data.toString().hashCode(), PORTS);
        for (int i = 0; i < PORTS; i++) {
            int port = LOWEST_PORT + (start + i) % PORTS;
            if (isFree(port)) {
                return port;
            }
        }
        throw new PostgresUnusable("no port from " + LOWEST_PORT + " to " + (LOWEST_PORT + PORTS) + " is free");
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return true;
        } catch (IOException taken) {
            return false;
        }
    }
}
