/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.examples.cluster;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * A process as it is written down in a run's folder, so that a later run can tell it from a stranger that got the same id.
 *
 * @param pid process id
 * @param started when it started
 * @param program its command line, or the program alone where the system does not tell the command line
 * @param name short name for messages
 */
record ProcessRecord(long pid, Instant started, String program, String name) {
    /** Start times come from the time since boot, which each JVM converts on its own. */
    private static final Duration CLOCK_TOLERANCE = Duration.ofSeconds(2);

    static ProcessRecord of(ProcessHandle process, String name) {
        return new ProcessRecord(
                process.pid(), process.info().startInstant().orElse(Instant.EPOCH), program(process), name);
    }

    /** The process that this record is about, if it is still running. */
    Optional<ProcessHandle> find() {
        return ProcessHandle.of(pid).filter(ProcessHandle::isAlive).filter(this::isSame);
    }

    private boolean isSame(ProcessHandle process) {
        Instant now = process.info().startInstant().orElse(Instant.EPOCH);
        return Duration.between(started, now).abs().compareTo(CLOCK_TOLERANCE) <= 0
                && program(process).equals(program);
    }

    private static String program(ProcessHandle process) {
        return process.info()
                .commandLine()
                .or(() -> process.info().command())
                .orElse("?")
                .replaceAll("\\s+", " ");
    }

    String toLine() {
        return pid + "\t" + started.toEpochMilli() + "\t" + name + "\t" + program;
    }

    static Optional<ProcessRecord> parse(String line) {
        String[] fields = line.split("\t", -1);
        if (fields.length != 4) {
            // The run was killed while it wrote this line.
            return Optional.empty();
        }
        try {
            Instant started = Instant.ofEpochMilli(Long.parseLong(fields[1]));
            return Optional.of(new ProcessRecord(Long.parseLong(fields[0]), started, fields[3], fields[2]));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }
}
