/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.recorder;

import dev.flinkvitals.health.Assessment;
import dev.flinkvitals.recorder.value.UnsupportedValueException;
import dev.flinkvitals.recorder.value.ValueWriter;
import dev.flinkvitals.signals.ByteSink;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.OptionalLong;

/** Eight bytes that differ if two assessments differ in anything: the front of the SHA-256 of their encoded form. */
final class Fingerprint {
    private Fingerprint() {}

    /** The fingerprint; empty if the assessment holds a value without a canonical form. */
    static OptionalLong of(Assessment assessment) {
        ByteSink bytes = new ByteSink();
        try {
            new ValueWriter(ValueWriter.Mode.CANONICAL, bytes).write(assessment, null);
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes.toBytes());
            return OptionalLong.of(ByteBuffer.wrap(digest).getLong());
        } catch (UnsupportedValueException e) {
            return OptionalLong.empty();
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-256", impossible);
        }
    }
}
