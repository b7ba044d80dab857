/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.examples.jobs;

import java.io.IOException;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;
import org.apache.flink.types.CopyableValue;

/** A value that cannot be written while it is armed. Not thread safe. */
public final class Poison implements CopyableValue<Poison> {
    /** What the failure says. */
    public static final String MESSAGE = "this state cannot be written";

    private static final long serialVersionUID = 1;

    private boolean armed;

    /** A harmless value; Flink's serializer needs it. */
    public Poison() {}

    Poison(boolean armed) {
        this.armed = armed;
    }

    @Override
    public void write(DataOutputView out) throws IOException {
        if (armed) {
            throw new IOException(MESSAGE);
        }
        out.writeBoolean(false);
    }

    @Override
    public void read(DataInputView in) throws IOException {
        armed = in.readBoolean();
    }

    @Override
    public int getBinaryLength() {
        return 1;
    }

    @Override
    public void copyTo(Poison target) {
        target.armed = armed;
    }

    @Override
    public Poison copy() {
        return new Poison(armed);
    }

    @Override
    public void copy(DataInputView source, DataOutputView target) throws IOException {
        target.write(source, 1);
    }
}
