/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flinkvitals.export.RawValue;
import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.Metric;
import org.apache.flink.metrics.SimpleCounter;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class SeriesReaderTest {
    private static final Duration PATIENCE = Duration.ofMillis(30);

    private final MetricIndex index = new MetricIndex(() -> 0);
    private final SeriesReader reader = new SeriesReader(PATIENCE, "test-reader");
    private final CountDownLatch release = new CountDownLatch(1);

    @AfterEach
    void releaseTheThreads() {
        release.countDown();
        reader.close();
    }

    @Test
    void readsWholeNumbersFractionsAndUnsignedNumbers() {
        assertThat(valuesOf(gauge(7), gauge(2.5), gauge(BigInteger.valueOf(9)), gauge(BigInteger.ONE.shiftLeft(63))))
                .containsExactly(
                        new RawValue.Whole(7),
                        new RawValue.Level(2.5),
                        new RawValue.Whole(9),
                        new RawValue.Level(0x1p63));
    }

    @Test
    void losesOnlyTheGaugesThatAreHostile() {
        Gauge<Object> throwing = () -> {
            throw new IllegalStateException("job is closed");
        };
        Gauge<Object> failing = () -> {
            throw new NoClassDefFoundError("user class");
        };
        List<RawValue> values = valuesOf(
                gauge(1), throwing, failing, gauge(null), gauge(Double.NaN), gauge(Double.POSITIVE_INFINITY), gauge(2));

        assertThat(values).containsExactly(new RawValue.Whole(1), new RawValue.Whole(2));
        assertThat(index.failures()).isEqualTo(5);
    }

    @Test
    void countsTextOnceAndNotInEveryCycle() {
        List<Series> text = List.of(series(gauge("hdfs://checkpoints")));
        reader.read(index, text);
        reader.read(index, text);

        assertThat(index.failures()).isEqualTo(1);
    }

    @Test
    void remembersThatACounterWentDown() {
        SimpleCounter counter = new SimpleCounter();
        counter.inc(5);
        List<Series> series = List.of(series(counter));
        assertThat(read(series)).containsExactly(new RawValue.Count(5, false));
        counter.dec(3);
        assertThat(read(series)).containsExactly(new RawValue.Count(2, true));
        counter.inc(10);
        assertThat(read(series)).containsExactly(new RawValue.Count(12, true));
    }

    @Test
    void goesOnWithTheRestWhenAGaugeBlocks() {
        assertThat(valuesOf(gauge(1), blocking(), gauge(2), gauge(3)))
                .containsExactly(new RawValue.Whole(1), new RawValue.Whole(2), new RawValue.Whole(3));
        assertThat(index.failures()).isEqualTo(1);
    }

    @Test
    void leavesABlockedGaugeAloneUntilItsReadReturns() {
        Series blocked = series(blocking());
        reader.read(index, List.of(blocked));
        assertThat(blocked.isReadable()).isFalse();
        assertThat(read(List.of(blocked, series(gauge(1))))).containsExactly(new RawValue.Whole(1));

        blocked.release();
        assertThat(blocked.isReadable()).isTrue();
    }

    @Test
    void givesUpAGaugeThatBlocksAgainAndAgain() {
        Series blocked = series(blocking());
        for (int i = 0; i < 3; i++) {
            blocked.quarantine();
            blocked.release();
        }

        assertThat(blocked.isReadable()).isFalse();
    }

    @Test
    void stopsReadingWhenTooManyThreadsHang() {
        List<Series> series = new ArrayList<>();
        for (int i = 0; i < SeriesReader.MOST_LOST_THREADS; i++) {
            series.add(series(blocking()));
        }
        series.add(series(gauge(1)));

        assertThat(read(series)).isEmpty();
        assertThat(index.failures()).isEqualTo(SeriesReader.MOST_LOST_THREADS + 1);
    }

    @Test
    void readsOnDaemonThreadsThatNoJobOwns() {
        List<Thread> threads = new ArrayList<>();
        Gauge<Integer> whoReads = () -> {
            threads.add(Thread.currentThread());
            return 1;
        };
        valuesOf(whoReads);

        assertThat(threads).singleElement().satisfies(thread -> {
            assertThat(thread.getName()).isEqualTo("vitals-test-reader");
            assertThat(thread.isDaemon()).isTrue();
            assertThat(thread.getContextClassLoader()).isSameAs(SeriesReader.class.getClassLoader());
        });
    }

    private List<RawValue> valuesOf(Metric... metrics) {
        List<Series> series = new ArrayList<>();
        for (Metric metric : metrics) {
            series.add(series(metric));
        }
        return read(series);
    }

    private List<RawValue> read(List<Series> series) {
        return reader.read(index, series).stream()
                .map(SeriesReader.Sample::value)
                .toList();
    }

    private static Series series(Metric metric) {
        return new Series(metric, "metric", "taskmanager", Map.of(), 0);
    }

    private static Gauge<Object> gauge(@Nullable Object value) {
        return () -> value;
    }

    private Gauge<Boolean> blocking() {
        return () -> {
            try {
                return release.await(20, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        };
    }
}
