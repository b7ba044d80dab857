/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.examples.faults.plant;

import java.net.URI;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.core.fs.FileSystemFactory;

/** Makes the {@link FaultyFileSystem}; Flink finds it as a service in its class path. */
public final class FaultyFileSystemFactory implements FileSystemFactory {
    /** Key of Flink's configuration: the file with the {@link Switches}. */
    public static final String SWITCHES = "faulty-fs.switches";

    private Switches switches = new Switches("");

    /** Called by the service loader. */
    public FaultyFileSystemFactory() {}

    @Override
    public void configure(Configuration configuration) {
        switches = new Switches(configuration.getString(SWITCHES, ""));
    }

    @Override
    public String getScheme() {
        return FaultyFileSystem.SCHEME;
    }

    @Override
    public FileSystem create(URI uri) {
        return new FaultyFileSystem(switches);
    }
}
