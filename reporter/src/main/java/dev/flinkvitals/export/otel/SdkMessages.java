/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.export.otel;

import io.opentelemetry.exporter.otlp.metrics.OtlpGrpcMetricExporter;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/**
 * Catches what the SDK's exporters log through java.util.logging, which would otherwise be written to the console that belongs
 * to Flink. The last message is kept, since it alone tells how a receiver refused a request. Thread safe.
 */
final class SdkMessages {
    private static final int MOST_CHARACTERS = 300;

    /** Held strongly, since java.util.logging forgets loggers, and with them their handlers. */
    private static final Logger LOGGER = Logger.getLogger(exporterPackage());

    private static final AtomicReference<Optional<String>> LAST = new AtomicReference<>(Optional.empty());

    static {
        LOGGER.setUseParentHandlers(false);
        LOGGER.addHandler(new Keeping());
    }

    private SdkMessages() {}

    /** Takes over the SDK's messages from now on. */
    static void capture() {
        // The work is done when the class is initialized, once.
        LAST.set(Optional.empty());
    }

    /** The last message, in one line, and forgets it. */
    static Optional<String> take() {
        return LAST.getAndSet(Optional.empty());
    }

    private static String exporterPackage() {
        // From the class, not from a text: the packages are relocated in the jar that is shipped.
        String otlp = OtlpGrpcMetricExporter.class.getPackageName();
        return otlp.substring(0, otlp.indexOf(".otlp"));
    }

    private static final class Keeping extends Handler {
        @Override
        public void publish(LogRecord record) {
            // What follows is the receiver's own text, which may repeat what we sent, tokens included.
            String ours = String.valueOf(record.getMessage()).split(" Error message", 2)[0];
            String message = ours.replaceAll("[\\s\\p{Cntrl}]+", " ");
            LAST.set(Optional.of(message.substring(0, Math.min(message.length(), MOST_CHARACTERS))));
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }
}
