/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Random schedules against everything that acts, in simulated time: JobManagers that are killed, deposed, paused or do not know
 * yet that another one leads, one ledger for all of them, a Flink whose answers are late, lost or wrong, and books of what
 * really happened. Without threads or sleeps, and deterministic by a seed. Needs neither JUnit nor AssertJ, so that more than a
 * test can run them.
 */
@NullMarked
package dev.flinkvitals.snapshot.schedule;

import org.jspecify.annotations.NullMarked;
