/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.offline;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.configuration.GlobalConfiguration;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.core.plugin.DefaultPluginManager;
import org.apache.flink.core.plugin.DirectoryBasedPluginFinder;

/** Flink's file systems outside of a cluster, set up as its own processes do it. */
final class OfflineFlink {
    private OfflineFlink() {}

    /**
     * Sets up Flink's file systems for this process.
     *
     * @param configuration directory with Flink's configuration file; empty: defaults
     * @param plugins directory with Flink's plugins; empty: only the file systems in {@code lib}
     * @throws IOException if the plugins cannot be listed
     */
    static void start(Optional<Path> configuration, Optional<Path> plugins) throws IOException {
        Configuration settings = configuration
                .map(directory -> GlobalConfiguration.loadConfiguration(directory.toString()))
                .orElseGet(Configuration::new);
        // Flink's own way asks an environment variable where the plugins are.
        FileSystem.initialize(
                settings,
                plugins.isEmpty()
                        ? null
                        : new DefaultPluginManager(
                                new DirectoryBasedPluginFinder(plugins.get()).findPlugins(),
                                CoreOptions.getPluginParentFirstLoaderPatterns(settings)));
    }
}
