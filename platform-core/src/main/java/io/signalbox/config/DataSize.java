package io.signalbox.config;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A number of bytes, written {@code 64B}, {@code 32KB}, {@code 10MB} or {@code 4GB}; the units are powers of 1024. */
public record DataSize(long bytes) implements Comparable<DataSize> {

    private static final Pattern FORM = Pattern.compile("(\\d{1,12})(B|KB|MB|GB)");

    public DataSize {
        if (bytes < 0) {
            throw new IllegalArgumentException("must not be negative");
        }
    }

    public static DataSize parse(String text) {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            throw new IllegalArgumentException("must be a size such as 512B, 32KB, 10MB or 1GB");
        }
        return new DataSize(Math.multiplyExact(Long.parseLong(form.group(1)), unit(form.group(2))));
    }

    /** The size as an {@code int}, for interfaces that count bytes in one; fails above 2 GB. */
    public int intBytes() {
        return Math.toIntExact(bytes);
    }

    private static long unit(String name) {
        return switch (name) {
            case "KB" -> 1L << 10;
            case "MB" -> 1L << 20;
            case "GB" -> 1L << 30;
            default -> 1L;
        };
    }

    @Override
    public int compareTo(DataSize other) {
        return Long.compare(bytes, other.bytes);
    }

    @Override
    public String toString() {
        for (String name : new String[] {"GB", "MB", "KB"}) {
            if (bytes != 0 && bytes % unit(name) == 0) {
                return bytes / unit(name) + name;
            }
        }
        return bytes + "B";
    }
}
