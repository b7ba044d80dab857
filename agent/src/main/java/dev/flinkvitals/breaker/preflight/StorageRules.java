/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.breaker.preflight;

import dev.flinkvitals.breaker.Check;
import dev.flinkvitals.breaker.Rule;
import dev.flinkvitals.breaker.Words;
import dev.flinkvitals.health.checkpoint.CheckpointPace;
import dev.flinkvitals.signals.Topology;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/** Whether the storage takes it. Stateless. */
final class StorageRules {
    /** Storage that is half as fast as usual is in trouble, or shared with somebody who is. */
    static final double SHARE_OF_USUAL_RATE = 0.5;

    /** So little state is written before a rate can be measured. */
    static final long SMALL_STATE_BYTES = 1_000_000;

    /** Less than this measures latency, not a rate: the same as for the baseline. */
    static final long SMALL_UPLOAD_BYTES = 64 * 1024;

    private static final String OWN_STORAGE = "a checkpoint goes to the job's own checkpoint storage";
    private static final String NOTHING_WRITTEN = "a restart writes nothing";

    private StorageRules() {}

    static Check directory(Preflight in) {
        if (!in.savepoint()) {
            return Check.of(Rule.DIRECTORY, true, in.restart() ? NOTHING_WRITTEN : OWN_STORAGE);
        }
        Optional<String> directory = in.evidence().directory();
        return Check.of(
                Rule.DIRECTORY,
                directory.isPresent(),
                directory.orElse("no target: set vitals.snapshots.directory or execution.checkpointing.savepoint-dir"));
    }

    static Check canary(Preflight in) {
        if (!in.savepoint()) {
            return Check.of(Rule.CANARY, true, in.restart() ? NOTHING_WRITTEN : OWN_STORAGE);
        }
        Duration limit = in.config().canaryTimeout();
        return in.evidence()
                .canary()
                .map(canary -> Check.of(
                        Rule.CANARY,
                        canary.ok() && canary.took().compareTo(limit) <= 0,
                        canary.detail() + ", took " + Words.time(canary.took()) + ", limit " + Words.time(limit)))
                .orElseGet(
                        () -> Check.unknown(Rule.CANARY, "the storage is tried when nothing else stands in the way"));
    }

    static Check uploadRate(Preflight in) {
        Rule rule = Rule.UPLOAD_RATE;
        if (in.restart()) {
            return Check.of(rule, true, NOTHING_WRITTEN);
        }
        Optional<CheckpointPace.Upload> upload = in.pace().upload();
        if (upload.isPresent()) {
            CheckpointPace.Upload slowest = upload.get();
            return Check.of(
                    rule,
                    slowest.ratio() >= SHARE_OF_USUAL_RATE,
                    name(in, slowest) + " writes " + Words.bytes(slowest.bytesPerSecond()) + "/s per subtask, usually "
                            + Words.bytes(slowest.usualBytesPerSecond()) + "/s, needs "
                            + Words.percent(SHARE_OF_USUAL_RATE) + " of it");
        }
        OptionalLong bytes =
                in.savepoint() ? in.pace().largestState() : in.pace().mostWritten();
        long small = in.savepoint() ? SMALL_STATE_BYTES : SMALL_UPLOAD_BYTES;
        if (bytes.isPresent() && bytes.getAsLong() < small) {
            return Check.of(
                    rule,
                    true,
                    (in.savepoint() ? "the largest subtask holds " : "checkpoints write ")
                            + Words.bytes((double) bytes.getAsLong())
                            + (in.savepoint() ? "" : " per subtask") + ", too little for a rate, limit "
                            + Words.bytes((double) small));
        }
        return Check.unknown(rule, "how fast checkpoints usually write is not known yet");
    }

    private static String name(Preflight in, CheckpointPace.Upload upload) {
        return in.reading()
                .topology()
                .vertex(upload.vertex())
                .map(Topology.Vertex::name)
                .orElse(upload.vertex().toString());
    }
}
