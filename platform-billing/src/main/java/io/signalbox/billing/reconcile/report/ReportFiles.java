package io.signalbox.billing.reconcile.report;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/** Reads what was exported from a provider: its interface's JSON pages, or CSV. Several files are one report, so that the pages of a day come together. */
public final class ReportFiles {

    /** Of all files of an import together. */
    public static final int BYTES_MAX = 32 << 20;

    private ReportFiles() {}

    /** Fails with an {@link IllegalArgumentException} that says which file is wrong, counted from 1, and where in it. */
    public static ProviderReport read(List<byte[]> files) {
        if (files.stream().mapToLong(file -> file.length).sum() > BYTES_MAX) {
            throw new IllegalArgumentException("the files are larger than 32 MB together");
        }
        ReportTally tally = new ReportTally();
        MessageDigest digest = sha256();
        boolean cutOff = false;
        for (int i = 0; i < files.size(); i++) {
            byte[] file = files.get(i);
            digest.update(file);
            try {
                cutOff = readOne(file, tally);
            } catch (IllegalArgumentException wrong) {
                throw new IllegalArgumentException("file " + (i + 1) + ", " + wrong.getMessage(), wrong);
            }
        }
        return tally.report(cutOff, HexFormat.of().formatHex(digest.digest()));
    }

    private static boolean readOne(byte[] file, ReportTally tally) {
        if (isJson(file)) {
            return ReportPages.read(file, tally);
        }
        CsvReport.read(file, tally);
        return false;
    }

    private static boolean isJson(byte[] file) {
        for (byte each : file) {
            if (!Character.isWhitespace(each)) {
                return each == '{';
            }
        }
        return false;
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("every Java has SHA-256", missing);
        }
    }
}
