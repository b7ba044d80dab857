/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.health.checkpoint;

import dev.flinkvitals.health.judgement.Evidence;
import dev.flinkvitals.health.judgement.Place;
import java.util.List;

/**
 * Why one checkpoint failed, is stuck or took long.
 *
 * @param cause the leaf of the tree
 * @param place vertex, subtask and TaskManager, as far as they are known
 * @param reason in words, to be put behind what is wrong
 * @param evidence numbers
 * @param confidence 0 to 1: by how far the first explanation is ahead of the second
 */
public record CheckpointAttribution(
        CheckpointCause cause, Place place, String reason, List<Evidence> evidence, double confidence) {
    /** Copies the list and bounds the confidence. */
    public CheckpointAttribution {
        evidence = List.copyOf(evidence);
        confidence = confidence > 0 ? Math.min(1, confidence) : 0;
    }

    /** It cannot be told. */
    static CheckpointAttribution unknown(String reason) {
        return new CheckpointAttribution(CheckpointCause.UNKNOWN, Place.JOB, reason, List.of(), 0);
    }

    boolean isKnown() {
        return cause != CheckpointCause.UNKNOWN;
    }

    /** The same with another confidence. */
    CheckpointAttribution trusted(double factor) {
        return new CheckpointAttribution(cause, place, reason, evidence, confidence * factor);
    }
}
