/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.export.otel;

import dev.flinkvitals.export.Event;
import io.opentelemetry.api.logs.LogRecordBuilder;
import io.opentelemetry.api.logs.Logger;
import io.opentelemetry.api.logs.Severity;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.logs.LogRecordProcessor;
import io.opentelemetry.sdk.logs.ReadWriteLogRecord;
import io.opentelemetry.sdk.logs.SdkLoggerProvider;
import io.opentelemetry.sdk.logs.data.LogRecordData;
import io.opentelemetry.sdk.resources.Resource;
import java.util.ArrayList;
import java.util.List;

/**
 * Translates events into OTLP log records. The SDK builds the records; queueing and sending is ours, so that every loss is
 * counted. Used by one thread.
 */
final class LogRecords {
    private final Collected collected = new Collected();
    private final Logger logger;

    LogRecords(Resource resource) {
        SdkLoggerProvider provider = SdkLoggerProvider.builder()
                .setResource(resource)
                .addLogRecordProcessor(collected)
                .build();
        this.logger = provider.loggerBuilder(OtlpMetric.SCOPE.getName()).build();
    }

    List<LogRecordData> of(List<Event> events) {
        events.forEach(this::emit);
        return collected.take();
    }

    private void emit(Event event) {
        LogRecordBuilder log = logger.logRecordBuilder()
                .setContext(Context.root())
                .setTimestamp(event.at())
                .setEventName(event.name())
                .setSeverity(severity(event.severity()))
                .setSeverityText(event.severity().name())
                .setBody(event.body());
        event.attributes().forEach((key, value) -> {
            if (value instanceof Boolean flag) {
                log.setAttribute(key, flag);
            } else if (value instanceof Double || value instanceof Float) {
                log.setAttribute(key, ((Number) value).doubleValue());
            } else if (value instanceof Number number) {
                log.setAttribute(key, number.longValue());
            } else {
                log.setAttribute(key, String.valueOf(value));
            }
        });
        log.emit();
    }

    private static Severity severity(Event.Severity severity) {
        return switch (severity) {
            case INFO -> Severity.INFO;
            case WARN -> Severity.WARN;
            case ERROR -> Severity.ERROR;
        };
    }

    private static final class Collected implements LogRecordProcessor {
        private List<LogRecordData> records = new ArrayList<>();

        @Override
        public void onEmit(Context context, ReadWriteLogRecord record) {
            records.add(record.toLogRecordData());
        }

        List<LogRecordData> take() {
            List<LogRecordData> taken = records;
            records = new ArrayList<>();
            return taken;
        }
    }
}
