/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.examples.faults.plant;

import java.io.IOException;
import java.net.URI;
import org.apache.flink.core.fs.FSDataOutputStream;
import org.apache.flink.core.fs.Path;
import org.apache.flink.core.fs.local.LocalFileSystem;
import org.apache.flink.core.fs.local.LocalRecoverableWriter;

/**
 * The local file system, except that it writes slowly or not at all when told to: a remote storage in trouble. All streams
 * of a process share its bandwidth. Thread safe.
 */
final class FaultyFileSystem extends LocalFileSystem {
    static final String SCHEME = "faulty";

    private static final double LOOK_MICROS = 100_000;

    private final Switches switches;
    private final Bandwidth bandwidth = new Bandwidth();

    FaultyFileSystem(Switches switches) {
        this.switches = switches;
    }

    @Override
    public URI getUri() {
        return URI.create(SCHEME + ":///");
    }

    @Override
    public boolean isDistributedFS() {
        return true;
    }

    /** Refused, so that Flink writes with {@link #create}. */
    @Override
    public LocalRecoverableWriter createRecoverableWriter() {
        throw new UnsupportedOperationException("no recoverable writers here");
    }

    @Override
    public FSDataOutputStream create(Path path, WriteMode mode) throws IOException {
        // Flink makes a directory of this name for each savepoint.
        boolean savepoint = path.getPath().contains("/savepoint-");
        admit(savepoint, 0);
        return new Stream(super.create(path, mode), savepoint);
    }

    private void admit(boolean savepoint, int bytes) throws IOException {
        while (switches.get(Switch.STORAGE_HANGS, 0) > 0) {
            Work.rest(LOOK_MICROS);
            if (Thread.currentThread().isInterrupted()) {
                throw new IOException("interrupted while the storage hangs");
            }
        }
        if (switches.get(Switch.STORAGE_REFUSES, 0) > 0) {
            throw new IOException("503 Service Unavailable: the storage refuses writes");
        }
        if (savepoint && switches.get(Switch.STORAGE_REFUSES_SAVEPOINTS, 0) > 0) {
            throw new IOException("507 Insufficient Storage: the storage refuses savepoints");
        }
        bandwidth.use(bytes, switches.get(Switch.STORAGE_BANDWIDTH, 0));
    }

    /** One writer at a time, for as long as its bytes take. */
    private static final class Bandwidth {
        synchronized void use(int bytes, double bytesPerSecond) {
            if (bytesPerSecond > 0) {
                Work.rest(bytes / bytesPerSecond * 1e6);
            }
        }
    }

    /** A stream whose writes have to be admitted. */
    private final class Stream extends FSDataOutputStream {
        private final FSDataOutputStream out;
        private final boolean savepoint;

        Stream(FSDataOutputStream out, boolean savepoint) {
            this.out = out;
            this.savepoint = savepoint;
        }

        @Override
        public void write(int octet) throws IOException {
            admit(savepoint, 1);
            out.write(octet);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            admit(savepoint, length);
            out.write(bytes, offset, length);
        }

        @Override
        public long getPos() throws IOException {
            return out.getPos();
        }

        @Override
        public void flush() throws IOException {
            out.flush();
        }

        @Override
        public void sync() throws IOException {
            out.sync();
        }

        @Override
        public void close() throws IOException {
            out.close();
        }
    }
}
