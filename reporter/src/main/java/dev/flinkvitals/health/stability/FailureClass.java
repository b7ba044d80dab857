/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.health.stability;

import dev.flinkvitals.signals.JobFailure;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** What kind of failure made a job restart, told from the root exception's class and message. */
public enum FailureClass {
    OUT_OF_MEMORY,
    /** More checkpoints failed than are tolerated. */
    CHECKPOINT_FAILURE,
    TASKMANAGER_LOST,
    /** The job asks for more slots than there are. */
    NO_SLOTS,
    /** Flink's own connections between TaskManagers. */
    NETWORK,
    /** A database, a broker, a storage: whatever the job talks to. */
    EXTERNAL_SYSTEM,
    USER_CODE,
    UNKNOWN;

    private static final Pattern OUT_OF_MEMORY_TEXT =
            Pattern.compile("OutOfMemory|OOMKilled|Java heap space|Direct buffer memory|Metaspace");
    private static final Pattern CHECKPOINT_TEXT = Pattern.compile("Exceeded checkpoint tolerable failure threshold");
    private static final Pattern TASKMANAGER_TEXT = Pattern.compile(
            "heartbeat of TaskManager|TaskManager with id .* is no longer reachable|TaskExecutor is shutting down"
                    + "|remote task manager was lost|by remote task manager|TaskExecutor .* (terminated|disconnected)"
                    + "|TaskManager .* (lost|was killed|was released|disconnected)",
            Pattern.CASE_INSENSITIVE);
    private static final Pattern NO_SLOTS_TEXT =
            Pattern.compile("NoResourceAvailable|minimum required resources|Slot request .*timeout");

    private static final List<String> NETWORK_PACKAGES = List.of(
            "org.apache.flink.runtime.io.network.", "org.apache.flink.shaded.netty4.", "org.apache.flink.runtime.rpc.");
    private static final List<String> EXTERNAL_PACKAGES = List.of(
            "java.net.",
            "java.sql.",
            "javax.net.ssl.",
            "java.nio.channels.",
            "org.apache.kafka.",
            "org.apache.flink.kafka.shaded.",
            "org.apache.hadoop.",
            "org.apache.http.",
            "org.apache.pulsar.",
            "org.elasticsearch.",
            "org.opensearch.",
            "org.postgresql.",
            "org.apache.cassandra.",
            "com.datastax.",
            "com.mysql.",
            "com.mongodb.",
            "com.amazonaws.",
            "software.amazon.",
            "com.google.cloud.",
            "com.azure.",
            "io.grpc.",
            "redis.clients.",
            "io.lettuce.");

    /** Name in findings, metrics and JSON. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * The class of a failure. The order matters: an OutOfMemoryError is one wherever it was thrown, and Flink's words say more
     * than the class that carries them.
     */
    public static FailureClass of(JobFailure failure) {
        String type = failure.exceptionClass();
        String text = type + ": " + failure.message();
        if (OUT_OF_MEMORY_TEXT.matcher(text).find()) {
            return OUT_OF_MEMORY;
        }
        if (CHECKPOINT_TEXT.matcher(text).find() || type.endsWith(".CheckpointException")) {
            return CHECKPOINT_FAILURE;
        }
        if (TASKMANAGER_TEXT.matcher(text).find()) {
            return TASKMANAGER_LOST;
        }
        if (NO_SLOTS_TEXT.matcher(text).find()) {
            return NO_SLOTS;
        }
        if (startsWithAny(type, NETWORK_PACKAGES)) {
            return NETWORK;
        }
        if (startsWithAny(type, EXTERNAL_PACKAGES)) {
            return EXTERNAL_SYSTEM;
        }
        // What is left and comes from a task was thrown by what the task runs; Flink's own classes tell nothing.
        return failure.task().isPresent() && !type.startsWith("org.apache.flink.runtime.") ? USER_CODE : UNKNOWN;
    }

    private static boolean startsWithAny(String type, List<String> prefixes) {
        for (String prefix : prefixes) {
            if (type.startsWith(prefix)) {
                return true;
            }
        }
        return false;
    }
}
