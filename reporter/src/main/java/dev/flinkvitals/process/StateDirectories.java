/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.process;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Where a TaskManager keeps its local state. */
public final class StateDirectories {
    private static final Pattern SEPARATORS = Pattern.compile("[,|" + Pattern.quote(File.pathSeparator) + "]");

    private StateDirectories() {}

    /**
     * The directories, whether they exist or not: those that the configuration names for RocksDB and for local recovery, and
     * the places in the TaskManager's working directory that Flink uses otherwise ({@code tm_<id>/tmp} for RocksDB,
     * {@code tm_<id>/localState} for local recovery).
     *
     * @param flinkConfiguration Flink's configuration, flat
     * @param taskManagerId Flink's resource id
     * @return the directories, without repetition
     */
    public static List<Path> of(Map<String, String> flinkConfiguration, String taskManagerId) {
        Set<Path> directories = new LinkedHashSet<>();
        for (String key : List.of(
                "state.backend.rocksdb.localdir",
                "state.backend.forst.local-dir",
                "taskmanager.state.local.root-dirs",
                "execution.checkpointing.local-backup.dirs")) {
            directories.addAll(paths(flinkConfiguration.get(key)));
        }
        for (Path base : workingDirectoryBases(flinkConfiguration)) {
            Path working = base.resolve("tm_" + taskManagerId);
            directories.add(working.resolve("tmp"));
            directories.add(working.resolve("localState"));
        }
        return List.copyOf(directories);
    }

    /** Flink takes the first of these settings that is there; of several temporary directories it picks one at random. */
    private static List<Path> workingDirectoryBases(Map<String, String> flinkConfiguration) {
        return Stream.of("process.taskmanager.working-dir", "process.working-dir", "io.tmp.dirs")
                .map(key -> paths(flinkConfiguration.get(key)))
                .filter(paths -> !paths.isEmpty())
                .findFirst()
                .orElseGet(() -> paths(System.getProperty("java.io.tmpdir")));
    }

    private static List<Path> paths(@Nullable String setting) {
        List<Path> paths = new ArrayList<>();
        if (setting != null) {
            Arrays.stream(SEPARATORS.split(setting))
                    .map(String::strip)
                    .filter(text -> !text.isEmpty())
                    .map(Path::of)
                    .forEach(paths::add);
        }
        return paths;
    }
}
