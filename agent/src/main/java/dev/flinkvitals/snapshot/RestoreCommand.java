/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.snapshot;

/** The command that starts a job again from a savepoint. */
final class RestoreCommand {
    private RestoreCommand() {}

    /**
     * The command; the jar and its arguments are the user's to fill in.
     *
     * @param savepoint where the savepoint was written
     */
    static String of(String savepoint) {
        return "bin/flink run --detached --fromSavepoint '" + savepoint.replace("'", "'\\''")
                + "' <job.jar> <arguments>";
    }
}
