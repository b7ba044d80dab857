/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.examples.cluster;

import dev.flinkvitals.examples.parts.Command;
import java.io.File;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * Options that Flink works out from its memory settings, as its scripts do: a JVM's own, and the settings that the process wants to be told.
 *
 * @param jvm options of the JVM
 * @param settings arguments of the main class
 */
record ProcessSizes(List<String> jvm, List<String> settings) {
    private static final String MARK = "BASH_JAVA_UTILS_EXEC_RESULT:";

    /** Each question starts a JVM, and the tests start many clusters with the same memory. */
    private static final Map<String, ProcessSizes> ANSWERS = new ConcurrentHashMap<>();

    ProcessSizes {
        jvm = List.copyOf(jvm);
        settings = List.copyOf(settings);
    }

    static ProcessSizes jobManager(String version, FlinkSettings settings, Path conf, List<Path> classPath) {
        return ask("GET_JM_RESOURCE_PARAMS", version, settings, conf, classPath);
    }

    static ProcessSizes taskManager(String version, FlinkSettings settings, Path conf, List<Path> classPath) {
        return ask("GET_TM_RESOURCE_PARAMS", version, settings, conf, classPath);
    }

    private static ProcessSizes ask(
            String question, String version, FlinkSettings settings, Path conf, List<Path> classPath) {
        return ANSWERS.computeIfAbsent(
                String.join("\n", question, version, settings.memoryKey()), key -> run(question, conf, classPath));
    }

    private static ProcessSizes run(String question, Path conf, List<Path> classPath) {
        String output = new Command(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "java")
                                        .toString(),
                                "-XX:TieredStopAtLevel=1",
                                "-cp",
                                classPath.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator)),
                                "org.apache.flink.runtime.util.bash.BashJavaUtils",
                                question,
                                "--configDir",
                                conf.toString()),
                        conf,
                        Map.of(),
                        conf.resolve(question + ".out"))
                .runOrFail(Duration.ofSeconds(60));
        List<String> answers = output.lines()
                .filter(line -> line.startsWith(MARK))
                .map(line -> line.substring(MARK.length()).strip())
                .toList();
        if (answers.size() != 2) {
            throw new IllegalStateException("Expected two answers to " + question + ", found:\n" + output);
        }
        return new ProcessSizes(words(answers.get(0)), words(answers.get(1)));
    }

    private static List<String> words(String line) {
        return Arrays.stream(line.split(" ")).filter(word -> !word.isEmpty()).toList();
    }
}
