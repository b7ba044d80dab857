/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.config;

import java.util.OptionalLong;

/**
 * Limits that neither the cgroup nor the file system tells, such as the {@code sizeLimit} of a Kubernetes volume.
 *
 * @param localStateBytes bytes that a TaskManager's local state may use; empty: what the file system has
 * @param processMemoryBytes bytes that a process may use; empty: the cgroup's limit, else Flink's process size
 */
public record LimitsConfig(OptionalLong localStateBytes, OptionalLong processMemoryBytes) {}
