/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.web;

import dev.flinkvitals.signals.ProcessReading;
import java.util.List;

/** Memory and CPU of the processes that a job depends on: its TaskManagers and the JobManager. */
final class ProcessesJson {
    private ProcessesJson() {}

    static void write(JsonOut out, List<ProcessReading> processes) {
        out.array("processes", processes, process -> {
            out.text("id", process.processId());
            out.number("heapAfterGcBytes", process.heapAfterGcBytes());
            out.number("heapMaxBytes", process.heapMaxBytes());
            out.number("gcShare", process.gcShare());
            out.number("residentBytes", process.rssBytes());
            out.number("memoryLimitBytes", process.memoryLimitBytes());
            out.number("stateBytes", process.stateBytes());
            out.number("stateLimitBytes", process.stateLimitBytes());
            out.number("metaspaceBytes", process.metaspaceBytes());
            out.number("metaspaceMaxBytes", process.metaspaceMaxBytes());
            out.number("directBytes", process.directBytes());
            out.number("directMaxBytes", process.directMaxBytes());
            out.number("managedBytes", process.managedBytes());
            out.number("managedMaxBytes", process.managedMaxBytes());
            out.number("cpuShare", process.cpuShare());
        });
    }
}
