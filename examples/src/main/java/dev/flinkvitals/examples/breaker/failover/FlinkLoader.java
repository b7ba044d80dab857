/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.examples.breaker.failover;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Flink's own loader of snapshots, from the jars that the cluster runs with: the launcher has none of them. Thread safe. */
final class FlinkLoader implements AutoCloseable {
    private static final String METADATA = "_metadata";

    private final URLClassLoader flink;
    private final Method load;

    /**
     * A loader.
     *
     * @param classPath Flink's jars
     */
    FlinkLoader(List<Path> classPath) {
        try {
            List<URL> urls = new ArrayList<>();
            for (Path jar : classPath) {
                urls.add(jar.toUri().toURL());
            }
            flink = new URLClassLoader(urls.toArray(URL[]::new), ClassLoader.getPlatformClassLoader());
            load = flink.loadClass("org.apache.flink.runtime.checkpoint.Checkpoints")
                    .getMethod("loadCheckpointMetadata", DataInputStream.class, ClassLoader.class, String.class);
        } catch (MalformedURLException | ReflectiveOperationException e) {
            throw new IllegalStateException("this Flink loads snapshots in another way", e);
        }
    }

    /**
     * Whether a snapshot's metadata is there and can be loaded.
     *
     * @param snapshot its directory
     */
    boolean isWhole(Path snapshot) {
        Path metadata = snapshot.resolve(METADATA);
        if (!Files.isRegularFile(metadata)) {
            return false;
        }
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        // By it Flink looks for file systems.
        thread.setContextClassLoader(flink);
        try (DataInputStream in = new DataInputStream(Files.newInputStream(metadata))) {
            Object loaded = load.invoke(null, in, flink, snapshot.toString());
            Object states = loaded.getClass().getMethod("getOperatorStates").invoke(loaded);
            return states instanceof Collection<?> operators && !operators.isEmpty();
        } catch (IOException | InvocationTargetException e) {
            // It is being written, or was never finished.
            return false;
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("this Flink loads snapshots in another way", e);
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    @Override
    public void close() {
        try {
            flink.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
