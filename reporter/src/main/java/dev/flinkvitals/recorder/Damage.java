/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.recorder;

/**
 * Where a recording cannot be read any further.
 *
 * @param offset byte in the file
 * @param what what is wrong there
 */
public record Damage(long offset, String what) {
    @Override
    public String toString() {
        return what + " at offset " + offset;
    }
}
