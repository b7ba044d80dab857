/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.snapshot.inspect;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Loads classes of a job that are not there as empty ones of the same name. Flink's serializer snapshots name the classes of the
 * values that they describe and will not be read without them, although nothing of them is used. A class that does the describing
 * itself cannot be replaced; which one was asked for last tells why a reading failed.
 */
final class StandInClasses extends ClassLoader {
    private static final int CLASS_FILE = 0xCAFEBABE;
    private static final int JAVA_8 = 52;
    private static final int PUBLIC_SUPER = 0x21;
    private static final int CONSTANT_UTF8 = 1;
    private static final int CONSTANT_CLASS = 7;

    private @Nullable String lastMissing;

    StandInClasses(ClassLoader parent) {
        super(parent);
    }

    /** The class that was missed last. */
    synchronized Optional<String> lastMissing() {
        return Optional.ofNullable(lastMissing);
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
        synchronized (this) {
            lastMissing = name;
        }
        if (name.startsWith("java.") || name.startsWith("org.apache.flink.")) {
            throw new ClassNotFoundException(name);
        }
        byte[] bytes = emptyClass(name.replace('.', '/'));
        return defineClass(name, bytes, 0, bytes.length);
    }

    private static byte[] emptyClass(String internalName) throws ClassNotFoundException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeInt(CLASS_FILE);
            out.writeShort(0);
            out.writeShort(JAVA_8);
            out.writeShort(5);
            writeClassName(out, 2, internalName);
            writeClassName(out, 4, "java/lang/Object");
            out.writeShort(PUBLIC_SUPER);
            out.writeShort(1);
            out.writeShort(3);
            // No interfaces, fields, methods, attributes.
            out.writeLong(0);
        } catch (IOException e) {
            throw new ClassNotFoundException(internalName, e);
        }
        return bytes.toByteArray();
    }

    private static void writeClassName(DataOutputStream out, int nameIndex, String name) throws IOException {
        out.writeByte(CONSTANT_CLASS);
        out.writeShort(nameIndex);
        out.writeByte(CONSTANT_UTF8);
        out.writeUTF(name);
    }
}
