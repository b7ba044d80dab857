/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.config;

/**
 * What may be looked up inside TaskManagers.
 *
 * @param threads whether the stacks of a culprit's thread are sampled
 * @param keyGroups whether the key groups are sampled that a culprit works on
 * @param states whether the names of keyed states are noted when they are declared
 */
public record EvidenceConfig(boolean threads, boolean keyGroups, boolean states) {}
