/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.snapshot.inspect;

/**
 * What an operator's state takes in storage, in bytes; all subtasks together.
 *
 * @param total all of it
 * @param managedKeyed keyed state of the state backend
 * @param rawKeyed keyed state that the operator writes itself
 * @param managedOperator lists and broadcast state
 * @param rawOperator operator state that the operator writes itself
 * @param channel records in flight, of unaligned checkpoints
 * @param coordinator state of the operator's coordinator on the JobManager, such as a source's enumerator
 */
public record StateSizes(
        long total,
        long managedKeyed,
        long rawKeyed,
        long managedOperator,
        long rawOperator,
        long channel,
        long coordinator) {}
