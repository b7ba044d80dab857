/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.config;

/**
 * All settings. Each concern has its own record; {@link ConfigKey} lists the keys, their defaults and rules.
 *
 * @param enabled whether the agent does anything at all
 * @param sampling how often signals are read
 * @param health how they are judged
 * @param limits what processes may use, where the system cannot tell
 * @param evidence what may be looked up inside TaskManagers
 * @param snapshots what the breaker may do
 * @param retention how long the agent's own savepoints are kept
 * @param recorder what the flight recorder keeps
 * @param export where everything goes
 * @param rocksdbMetrics whether RocksDB's cheap native metrics are switched on
 * @param page whether {@code /vitals} is served
 */
public record VitalsConfig(
        boolean enabled,
        SamplingConfig sampling,
        HealthConfig health,
        LimitsConfig limits,
        EvidenceConfig evidence,
        SnapshotConfig snapshots,
        RetentionConfig retention,
        RecorderConfig recorder,
        ExportConfig export,
        boolean rocksdbMetrics,
        boolean page) {}
