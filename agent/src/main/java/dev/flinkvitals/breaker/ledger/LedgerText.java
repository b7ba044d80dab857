/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.breaker.ledger;

import dev.flinkvitals.breaker.Action;
import dev.flinkvitals.config.Policy;
import dev.flinkvitals.signals.JobId;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * An entry as text that a person can read: UTF-8, one {@code key=value} per line, the version first, and last a CRC-32 of all
 * that comes before it. A file that was cut anywhere, or one byte of which changed, is told from a whole one. Keys that a
 * later version adds are passed over; a kind, policy or action that it adds makes the entry {@link Decoded.Newer}.
 */
public final class LedgerText {
    /** Larger files are no entries, in bytes: more than all texts of a fact at their longest, escaped. */
    public static final int MAX_BYTES = 1 << 20;

    private static final String VERSION = "flink-vitals-ledger";
    private static final String CRC = "crc32=";
    private static final String DETAIL = "detail.";
    private static final int CRC_LINE = CRC.length() + 8 + 1;

    private LedgerText() {}

    /** The entry as text. */
    public static byte[] encode(LedgerEntry entry) {
        LedgerFact fact = entry.fact();
        StringBuilder text = new StringBuilder();
        line(text, VERSION, "1");
        line(text, "epoch", Long.toString(entry.by().epoch()));
        line(text, "leader", entry.by().leader());
        line(text, "sequence", Long.toString(entry.sequence()));
        line(text, "at", fact.at().toString());
        line(text, "kind", fact.kind().label());
        fact.job().ifPresent(job -> line(text, "job", job.hex()));
        line(text, "job_name", fact.jobName());
        fact.policy().ifPresent(policy -> line(text, "policy", policy.label()));
        fact.action().ifPresent(action -> line(text, "action", action.label()));
        line(text, "incident", fact.incident());
        line(text, "reason", fact.reason());
        fact.details()
                .forEach((name, value) -> text.append(DETAIL)
                        .append(name)
                        .append('=')
                        .append(Escapes.escape(value))
                        .append('\n'));
        byte[] body = text.toString().getBytes(StandardCharsets.UTF_8);
        byte[] end = crcLine(body, body.length).getBytes(StandardCharsets.US_ASCII);
        byte[] whole = Arrays.copyOf(body, body.length + end.length);
        System.arraycopy(end, 0, whole, body.length, end.length);
        return whole;
    }

    private static void line(StringBuilder text, String key, String value) {
        if (!value.isEmpty()) {
            text.append(key).append('=').append(Escapes.escape(value)).append('\n');
        }
    }

    private static String crcLine(byte[] bytes, int length) {
        CRC32 crc = new CRC32();
        crc.update(bytes, 0, length);
        return CRC + String.format(Locale.ROOT, "%08x", crc.getValue()) + "\n";
    }

    /** The entry that the bytes hold, if they do. */
    public static Decoded decode(byte[] bytes) {
        if (bytes.length > MAX_BYTES) {
            return new Decoded.Damaged("larger than any entry");
        }
        int body = bytes.length - CRC_LINE;
        if (body < 0) {
            return new Decoded.Damaged("torn after " + bytes.length + " bytes");
        }
        byte[] end = Arrays.copyOfRange(bytes, body, bytes.length);
        byte[] start = CRC.getBytes(StandardCharsets.US_ASCII);
        if (!Arrays.equals(end, 0, start.length, start, 0, start.length) || end[end.length - 1] != '\n') {
            return new Decoded.Damaged("torn after " + bytes.length + " bytes");
        }
        if (!Arrays.equals(end, crcLine(bytes, body).getBytes(StandardCharsets.US_ASCII))) {
            return new Decoded.Damaged("its checksum is wrong");
        }
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes, 0, body))
                    .toString();
            return entry(lines(text));
        } catch (CharacterCodingException e) {
            return new Decoded.Damaged("not UTF-8");
        } catch (IllegalArgumentException | DateTimeException e) {
            // The checksum is right, so somebody wrote it like this.
            return new Decoded.Damaged(String.valueOf(e.getMessage()));
        }
    }

    private static Map<String, String> lines(String text) {
        Map<String, String> values = new HashMap<>();
        String[] lines = text.split("\n", -1);
        if (!lines[0].startsWith(VERSION + "=")) {
            throw new IllegalArgumentException("not an entry of a ledger");
        }
        for (int i = 0; i < lines.length - 1; i++) {
            int equals = lines[i].indexOf('=');
            if (equals < 1) {
                throw new IllegalArgumentException("line " + (i + 1) + ": expected key=value");
            }
            String key = lines[i].substring(0, equals);
            if (values.put(key, Escapes.unescape(lines[i].substring(equals + 1))) != null) {
                throw new IllegalArgumentException("says " + key + " twice");
            }
        }
        if (!lines[lines.length - 1].isEmpty()) {
            throw new IllegalArgumentException("the last line has no end");
        }
        return values;
    }

    private static Decoded entry(Map<String, String> values) {
        String version = values.get(VERSION);
        if (!"1".equals(version)) {
            return new Decoded.Newer("of format " + version + ", this version reads format 1");
        }
        Optional<EntryKind> kind = EntryKind.of(required(values, "kind"));
        if (kind.isEmpty()) {
            return new Decoded.Newer("of a kind that this version does not know: " + values.get("kind"));
        }
        Optional<Policy> policy = oneOf(Policy.values(), Policy::label, values.get("policy"));
        Optional<Action> action = oneOf(Action.values(), Action::label, values.get("action"));
        if (policy.isPresent() != values.containsKey("policy") || action.isPresent() != values.containsKey("action")) {
            return new Decoded.Newer("of a policy or action that this version does not know: " + values.get("policy")
                    + ", " + values.get("action"));
        }
        SortedMap<String, String> details = new TreeMap<>();
        values.forEach((key, value) -> {
            if (key.startsWith(DETAIL)) {
                details.put(key.substring(DETAIL.length()), value);
            }
        });
        LedgerFact fact = new LedgerFact(
                Instant.parse(required(values, "at")),
                kind.get(),
                Optional.ofNullable(values.get("job")).map(JobId::new),
                values.getOrDefault("job_name", ""),
                policy,
                action,
                values.getOrDefault("incident", ""),
                values.getOrDefault("reason", ""),
                details);
        Leadership by = new Leadership(number(values, "epoch"), required(values, "leader"));
        return new Decoded.Intact(new LedgerEntry(by, number(values, "sequence"), fact));
    }

    private static String required(Map<String, String> values, String key) {
        String value = values.get(key);
        if (value == null) {
            throw new IllegalArgumentException("says no " + key);
        }
        return value;
    }

    private static long number(Map<String, String> values, String key) {
        return Long.parseLong(required(values, key));
    }

    private static <T> Optional<T> oneOf(T[] all, Function<T, String> label, @Nullable String text) {
        return Arrays.stream(all).filter(one -> label.apply(one).equals(text)).findFirst();
    }
}
