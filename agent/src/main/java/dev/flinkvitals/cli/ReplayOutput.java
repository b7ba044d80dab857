/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.cli;

import dev.flinkvitals.recorder.RecordingHeader;
import dev.flinkvitals.recorder.ReplayResult;

/** A form that a replay is printed in. Used by one thread. */
interface ReplayOutput {
    /** Before the first line. */
    void start(RecordingHeader header);

    /** A line. */
    void row(ReplayRow row);

    /** After the last line. */
    void end(ReplayResult result, String verdict);
}
