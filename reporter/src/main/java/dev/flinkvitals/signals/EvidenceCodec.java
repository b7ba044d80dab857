/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.signals;

import java.time.Instant;
import java.util.Optional;

/**
 * The wire form of {@link EvidenceRequest} and {@link EvidenceAnswer}, with the same rules as {@link DigestCodec}: the upper half of
 * the first byte changes when older readers cannot read on, each record has its length in front, and fields are only ever
 * appended.
 *
 * <p>Stateless, therefore thread safe.
 */
public final class EvidenceCodec {
    private static final int MAJOR = 1;
    private static final int MINOR = 0;

    private EvidenceCodec() {}

    /** Writes a request. */
    public static byte[] encode(EvidenceRequest request) {
        ByteSink out = start();
        out.record(body -> {
            body.varint(request.subjects().size());
            for (EvidenceRequest.Subject subject : request.subjects()) {
                body.record(record -> {
                    writeAttempt(record, subject.attempt());
                    record.presence(subject.thread(), subject.keyGroups());
                });
            }
        });
        return out.toBytes();
    }

    /**
     * Reads a request.
     *
     * @throws DigestFormatException if the bytes are no request, or one of an incompatible version
     */
    public static EvidenceRequest decodeRequest(byte[] bytes) {
        return open(bytes)
                .record(body -> new EvidenceRequest(body.list(element -> element.record(EvidenceCodec::readSubject))));
    }

    /** Writes an answer. */
    public static byte[] encode(EvidenceAnswer answer) {
        ByteSink out = start();
        out.record(body -> {
            body.varint(answer.entries().size());
            for (EvidenceAnswer.Entry entry : answer.entries()) {
                body.record(record -> {
                    writeAttempt(record, entry.attempt());
                    record.presence(
                            entry.thread().isPresent(), entry.keyGroups().isPresent());
                    entry.thread().ifPresent(thread -> record.record(inner -> writeThread(inner, thread)));
                    entry.keyGroups().ifPresent(groups -> record.record(inner -> writeKeyGroups(inner, groups)));
                });
            }
        });
        return out.toBytes();
    }

    /**
     * Reads an answer.
     *
     * @throws DigestFormatException if the bytes are no answer, or one of an incompatible version
     */
    public static EvidenceAnswer decodeAnswer(byte[] bytes) {
        return open(bytes)
                .record(body -> new EvidenceAnswer(body.list(element -> element.record(EvidenceCodec::readEntry))));
    }

    private static ByteSink start() {
        ByteSink out = new ByteSink();
        out.octet(MAJOR << 4 | MINOR);
        return out;
    }

    private static ByteSource open(byte[] bytes) {
        ByteSource in = new ByteSource(bytes);
        int version = in.octet();
        if (version >> 4 != MAJOR) {
            throw new DigestFormatException("evidence: version " + (version >> 4) + "." + (version & 0xF)
                    + "; this agent reads version " + MAJOR);
        }
        return in;
    }

    private static void writeAttempt(ByteSink out, AttemptId attempt) {
        out.id(attempt.job().hex());
        out.id(attempt.subtask().vertex().hex());
        out.varint(attempt.subtask().index());
        out.varint(attempt.attempt());
    }

    private static AttemptId readAttempt(ByteSource in) {
        JobId job = new JobId(in.id());
        SubtaskId subtask = new SubtaskId(new VertexId(in.id()), in.nonNegative());
        return new AttemptId(job, subtask, in.nonNegative());
    }

    private static EvidenceRequest.Subject readSubject(ByteSource in) {
        AttemptId attempt = readAttempt(in);
        long wanted = in.varint();
        return new EvidenceRequest.Subject(attempt, (wanted & 1) != 0, (wanted & 2) != 0);
    }

    private static EvidenceAnswer.Entry readEntry(ByteSource in) {
        AttemptId attempt = readAttempt(in);
        long present = in.varint();
        Optional<ThreadEvidence> thread = (present & 1) != 0
                ? Optional.of(in.record(inner -> readThread(inner, attempt.subtask())))
                : Optional.empty();
        Optional<KeyGroupEvidence> keyGroups = (present & 2) != 0
                ? Optional.of(in.record(inner -> readKeyGroups(inner, attempt.subtask())))
                : Optional.empty();
        return new EvidenceAnswer.Entry(attempt, thread, keyGroups);
    }

    private static void writeThread(ByteSink out, ThreadEvidence thread) {
        out.signed(thread.at().toEpochMilli());
        out.varint(thread.samples());
        out.varint(thread.activities().size());
        for (ThreadEvidence.Activity activity : thread.activities()) {
            out.record(record -> {
                record.varint(activity.samples());
                record.text(activity.method());
                record.text(activity.waitsIn());
                record.presence(activity.waiting());
            });
        }
    }

    private static ThreadEvidence readThread(ByteSource in, SubtaskId subtask) {
        return new ThreadEvidence(
                subtask,
                Instant.ofEpochMilli(in.signed()),
                in.nonNegative(),
                in.list(element -> element.record(record -> new ThreadEvidence.Activity(
                        record.nonNegative(), record.text(), record.text(), (record.varint() & 1) != 0))));
    }

    private static void writeKeyGroups(ByteSink out, KeyGroupEvidence groups) {
        out.signed(groups.at().toEpochMilli());
        out.varint(groups.samples());
        out.varint(groups.keyGroups());
        out.varint(groups.hottest());
        out.varint(groups.hottestSamples());
    }

    private static KeyGroupEvidence readKeyGroups(ByteSource in, SubtaskId subtask) {
        return new KeyGroupEvidence(
                subtask,
                Instant.ofEpochMilli(in.signed()),
                in.nonNegative(),
                in.nonNegative(),
                in.nonNegative(),
                in.nonNegative());
    }
}
