package io.signalbox.migrations;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** One file of {@code db/}: its name orders it, its checksum proves that it is the one that was applied. */
record Migration(String name, String checksum, String sql) {

    private static final Pattern NAME = Pattern.compile("V\\d{8}_\\d{2}__[a-z0-9_]+\\.sql");

    /** Reads every migration beside this class, from its jar or its directory, in name order. Blocking, about a millisecond a file. */
    static List<Migration> readAllBlocking() {
        try {
            Path home = Path.of(Migration.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            if (Files.isDirectory(home)) {
                return readFolder(home.resolve("db"));
            }
            try (FileSystem jar = FileSystems.newFileSystem(home)) {
                return readFolder(jar.getPath("db"));
            }
        } catch (IOException unreadable) {
            throw new UncheckedIOException("the migrations cannot be read", unreadable);
        } catch (URISyntaxException impossible) {
            throw new IllegalStateException("the migrations' own location is not a URI", impossible);
        }
    }

    private static List<Migration> readFolder(Path folder) throws IOException {
        List<Migration> found = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                found.add(of(file.getFileName().toString(), Files.readString(file)));
            }
        }
        found.sort(Comparator.comparing(Migration::name));
        return List.copyOf(found);
    }

    private static Migration of(String name, String text) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalStateException("db/" + name + " is not named VYYYYMMDD_NN__what_it_does.sql");
        }
        String sql = text.replace("\r\n", "\n");
        return new Migration(name, sha256(sql), sql);
    }

    private static String sha256(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every JDK has SHA-256", impossible);
        }
    }
}
