/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.recorder;

import dev.flinkvitals.health.HealthModel;
import dev.flinkvitals.recorder.value.ValueReader;
import dev.flinkvitals.recorder.value.ValueWriter;
import dev.flinkvitals.signals.ByteSink;
import dev.flinkvitals.signals.ByteSource;

/** A health model as bytes, field by field: a replay starts from what the live model had learnt before the recording. */
public final class ModelState {
    private ModelState() {}

    /**
     * Writes a model.
     *
     * @param model the model; no other thread may use it meanwhile
     * @return its state
     * @throws IllegalArgumentException if it holds something that cannot be written
     */
    public static byte[] write(HealthModel model) {
        ByteSink bytes = new ByteSink();
        new ValueWriter(ValueWriter.Mode.STATE, bytes).write(model, null);
        return bytes.toBytes();
    }

    /**
     * Makes a model that goes on as the written one would.
     *
     * @param state its state
     * @return the model
     * @throws IllegalArgumentException if the classes of this version have other fields, or these bytes are no state
     */
    public static HealthModel read(byte[] state) {
        return new ValueReader(ValueWriter.Mode.STATE).read(new ByteSource(state), "model", HealthModel.class);
    }
}
