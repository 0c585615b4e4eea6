package io.signalbox.launch;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(10)
class GatheredOutputTest {

    private static byte[] line(String text) {
        return (text + "\n").getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void passesEverythingOnInOrderByItself() throws Exception {
        // Given
        LinkedBlockingQueue<String> passed = new LinkedBlockingQueue<>();
        GatheredOutput output = new GatheredOutput(new Sink(passed), 1 << 20);

        // When
        output.write(line("one"), 0, 4);
        output.write(line("two"), 0, 4);

        // Then
        StringBuilder all = new StringBuilder();
        while (all.length() < 8) {
            all.append(passed.poll(5, SECONDS));
        }
        assertThat(all.toString()).isEqualTo("one\ntwo\n");
        output.close();
    }

    @Test
    void passesOnAtOnceWhenFlushed() throws Exception {
        // Given
        ByteArrayOutputStream sink = new ByteArrayOutputStream();
        GatheredOutput output = new GatheredOutput(sink, 1 << 20);
        byte[] long1 = line("x".repeat(100_000));

        // When
        output.write(long1, 0, long1.length);
        output.flush();

        // Then
        assertThat(sink.size()).isEqualTo(long1.length);
        output.close();
    }

    @Test
    void neverWaitsForASinkThatStandsStillAndTellsWhatWasLost() throws Exception {
        // Given: a sink that takes nothing until it is let go.
        CountDownLatch stuck = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        ByteArrayOutputStream passed = new ByteArrayOutputStream();
        GatheredOutput output = new GatheredOutput(
                new OutputStream() {
                    @Override
                    public void write(int single) {
                        passed.write(single);
                    }

                    @Override
                    public void write(byte[] bytes, int from, int length) throws IOException {
                        stuck.countDown();
                        try {
                            go.await();
                        } catch (InterruptedException stopped) {
                            throw new IOException(stopped);
                        }
                        passed.write(bytes, from, length);
                    }
                },
                100);
        output.write(line("first"), 0, 6);
        assertThat(stuck.await(5, SECONDS)).isTrue();

        // When: more than it may hold is written meanwhile.
        IntStream.range(0, 50).forEach(i -> output.write(line("line " + i % 10), 0, 7));
        go.countDown();
        output.flush();
        output.write(line("last"), 0, 5);
        output.close();

        // Then
        assertThat(passed.toString(StandardCharsets.UTF_8))
                .startsWith("first\nline 0\nline 1\n")
                .endsWith("36 log lines were left out: nobody read them\nlast\n");
    }

    private static final class Sink extends OutputStream {

        private final LinkedBlockingQueue<String> passed;

        Sink(LinkedBlockingQueue<String> passed) {
            this.passed = passed;
        }

        @Override
        public void write(int single) {
            throw new IllegalStateException("one by one");
        }

        @Override
        public void write(byte[] bytes, int from, int length) {
            passed.add(new String(bytes, from, length, StandardCharsets.UTF_8));
        }
    }
}
