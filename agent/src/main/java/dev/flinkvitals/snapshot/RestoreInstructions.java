/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.snapshot;

import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/**
 * How a job is started again from a savepoint, for each way of running Flink. What only the user knows is written
 * {@code <like this>}.
 *
 * @param commandLine for {@code bin/flink}
 * @param restRequest for the REST API of a session cluster: method and path, an empty line, the body
 * @param flinkDeployment for the Kubernetes operator: what has to be in the job's FlinkDeployment, as YAML to merge into it
 * @param flinkStateSnapshot for the Kubernetes operator: a resource by which it knows the savepoint from then on, as YAML; the
 *     operator does not delete the files when the resource goes
 */
public record RestoreInstructions(
        String commandLine, String restRequest, String flinkDeployment, String flinkStateSnapshot) {
    /** RFC 1123, as Kubernetes checks names; the prefix takes its part. */
    private static final int MAX_NAME = 200;

    private static final String API = "apiVersion: flink.apache.org/v1beta1\n";

    /**
     * Instructions for a savepoint in native format, which is what the agent takes.
     *
     * @param savepoint where it was written
     * @param takenAt when; makes the operator's nonce, so that another savepoint has another one
     * @param deployment name of the FlinkDeployment, which Flink knows as {@code kubernetes.cluster-id}; empty: not known
     */
    public static RestoreInstructions of(String savepoint, Instant takenAt, Optional<String> deployment) {
        String path = quoted(savepoint);
        String name = quoted(deployment.orElse("<deployment>"));
        return new RestoreInstructions(
                "bin/flink run --detached --fromSavepoint '" + savepoint.replace("'", "'\\''")
                        + "' <job.jar> <arguments>",
                "POST /jars/<jar-id>/run\n\n{\"savepointPath\": " + path + "}",
                API + "kind: FlinkDeployment\nmetadata:\n  name: " + name
                        + "\nspec:\n  job:\n    initialSavepointPath: " + path + "\n    savepointRedeployNonce: "
                        + takenAt.getEpochSecond() + "\n",
                API + "kind: FlinkStateSnapshot\nmetadata:\n  name: " + quoted(resourceName(savepoint))
                        + "\nspec:\n  jobReference:\n    kind: FlinkDeployment\n    name: " + name
                        + "\n  savepoint:\n    alreadyExists: true\n    disposeOnDelete: false\n    formatType: NATIVE\n"
                        + "    path: " + path + "\n");
    }

    /** The savepoint's directory with what Kubernetes allows in a name. */
    private static String resourceName(String savepoint) {
        String directory = savepoint.replaceFirst("/+$", "").replaceFirst("^.*/", "");
        String allowed = directory.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
        String bounded = allowed.substring(0, Math.min(allowed.length(), MAX_NAME));
        return ("flink-vitals-" + bounded).replaceFirst("-+$", "");
    }

    /** A JSON text, which is YAML too; no path has control characters. */
    private static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"").replaceAll("\\p{Cntrl}", "?") + '"';
    }
}
