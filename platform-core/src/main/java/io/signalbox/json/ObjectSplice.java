package io.signalbox.json;

import io.vertx.core.buffer.Buffer;

/**
 * Copies an object's bytes with some members replaced, dropped or added; all else stays byte for byte. Members must be given in the order
 * they stand in.
 */
public final class ObjectSplice {

    private final byte[] source;
    private final Buffer out;
    private int copied;
    private int dropped;

    /** Starts a copy at {@code from}; {@code spare} is how much longer than the source the result may well be. */
    public ObjectSplice(byte[] source, int from, int to, int spare) {
        this.source = source;
        this.copied = from;
        this.out = Buffer.buffer(to - from + spare);
    }

    public void replace(Member member, byte[] value) {
        copyTo(member.valueStart());
        out.appendBytes(value);
        copied = member.valueEnd();
    }

    public void drop(Member member) {
        boolean keptBefore = member.ordinal() > dropped;
        dropped++;
        if (keptBefore) {
            copyTo(Math.max(copied, member.previousEnd()));
            copied = member.valueEnd();
            return;
        }
        copyTo(member.keyStart());
        copied = afterComma(member.valueEnd());
    }

    /** Ends the members of an object that had {@code count} of them, the last ending at {@code lastEnd}, and adds {@code more}. */
    public void endMembers(int count, int lastEnd, Buffer more) {
        copyTo(Math.max(copied, lastEnd));
        if (more.length() > 0) {
            if (count > dropped) {
                out.appendByte((byte) ',');
            }
            out.appendBuffer(more);
        }
    }

    public Buffer finish(int to) {
        copyTo(to);
        return out;
    }

    private void copyTo(int end) {
        out.appendBytes(source, copied, end - copied);
        copied = end;
    }

    private int afterComma(int valueEnd) {
        int at = skipWhitespace(valueEnd);
        return source[at] == ',' ? skipWhitespace(at + 1) : valueEnd;
    }

    private int skipWhitespace(int from) {
        int at = from;
        while (source[at] == ' ' || source[at] == '\n' || source[at] == '\r' || source[at] == '\t') {
            at++;
        }
        return at;
    }
}
