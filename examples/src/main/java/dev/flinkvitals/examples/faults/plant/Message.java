/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.examples.faults.plant;

/**
 * What flows through the job.
 *
 * @param id number of the message within its lane
 * @param key what it is about
 * @param body content that does not compress
 */
@SuppressWarnings("ArrayRecordComponent") // Flink has a serializer for byte[]; messages are never compared.
public record Message(long id, int key, byte[] body) {}
