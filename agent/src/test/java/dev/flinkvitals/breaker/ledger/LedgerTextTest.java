/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.breaker.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.flinkvitals.breaker.Action;
import dev.flinkvitals.config.Policy;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LedgerTextTest {
    private static final LedgerEntry ENTRY = new LedgerEntry(
            Facts.SECOND,
            17,
            Facts.memory(EntryKind.TRIGGERED, Facts.NOON)
                    .with(LedgerFact.TARGET, "s3://bucket/savepoints/memory-1")
                    .with(LedgerFact.ATTEMPT, "2"));

    @Test
    void isTextThatAPersonCanRead() {
        assertThat(new String(LedgerText.encode(ENTRY), StandardCharsets.UTF_8)).startsWith("""
                        flink-vitals-ledger=1
                        epoch=2
                        leader=bbbbbbbbbbbb
                        sequence=17
                        at=2026-01-02T12:00:00Z
                        kind=triggered
                        job=0000000000000000000000000000000a
                        job_name=orders
                        policy=memory
                        action=savepoint
                        incident=memory@2026-01-02T11:00:00Z
                        reason=heap of tm-1 runs out in 9 min
                        detail.attempt=2
                        detail.target=s3://bucket/savepoints/memory-1
                        crc32=""");
    }

    @ParameterizedTest
    @EnumSource(EntryKind.class)
    void comesBackAsItWasWritten(EntryKind kind) {
        LedgerEntry entry = new LedgerEntry(Facts.FIRST, 3, Facts.memory(kind, Facts.NOON.plusMillis(7)));

        assertThat(LedgerText.decode(LedgerText.encode(entry))).isEqualTo(new Decoded.Intact(entry));
    }

    @Test
    void bearsAnyText() {
        Random random = new Random(7);
        for (int i = 0; i < 2_000; i++) {
            String text = text(random);
            LedgerFact fact = new LedgerFact(
                            Facts.NOON,
                            EntryKind.REFUSED,
                            Optional.of(Facts.JOB),
                            text,
                            Optional.of(Policy.STATE),
                            Optional.of(Action.SAVEPOINT),
                            "state@" + text,
                            text,
                            new TreeMap<>())
                    .with("path", text);
            LedgerEntry entry = new LedgerEntry(Facts.FIRST, i, fact);

            assertThat(LedgerText.decode(LedgerText.encode(entry))).isEqualTo(new Decoded.Intact(entry));
        }
    }

    private static String text(Random random) {
        String odd = "\\\n\r\t=\u0000\u0085\u2028\ud83d\ude00\ud83d\udc00äé漢a ";
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(12); i > 0; i--) {
            // Characters, not code points: halves of surrogate pairs come about as well.
            text.append(odd.charAt(random.nextInt(odd.length())));
        }
        return text.toString();
    }

    /** A process that is killed leaves any beginning of the file. */
    @Test
    void everyBeginningOfAnEntryIsTornAndNoneIsAnother() {
        byte[] whole = LedgerText.encode(ENTRY);
        for (int length = 0; length < whole.length; length++) {
            assertThat(LedgerText.decode(Arrays.copyOf(whole, length)))
                    .as("the first %d bytes", length)
                    .isInstanceOf(Decoded.Damaged.class);
            // Some storages leave the length and lose the content.
            assertThat(LedgerText.decode(Arrays.copyOf(Arrays.copyOf(whole, length), whole.length)))
                    .as("the first %d bytes, then zeros", length)
                    .isInstanceOf(Decoded.Damaged.class);
        }
    }

    @Test
    void noByteChangesUnseen() {
        byte[] whole = LedgerText.encode(ENTRY);
        for (int at = 0; at < whole.length; at++) {
            for (int change = 1; change < 256; change++) {
                byte[] changed = whole.clone();
                changed[at] ^= (byte) change;
                assertThat(LedgerText.decode(changed))
                        .as("byte %d changed by %d", at, change)
                        .isInstanceOf(Decoded.Damaged.class);
            }
        }
    }

    @Test
    void moreBytesAfterTheEndAreDamage() {
        byte[] whole = LedgerText.encode(ENTRY);

        assertThat(LedgerText.decode(Arrays.copyOf(whole, whole.length + 1))).isInstanceOf(Decoded.Damaged.class);
        assertThat(LedgerText.decode(new byte[LedgerText.MAX_BYTES + 1]))
                .isEqualTo(new Decoded.Damaged("larger than any entry"));
    }

    @Test
    void keysOfALaterVersionArePassedOver() {
        String later = "weather=fine\n";

        assertThat(decode(body() + later)).isEqualTo(new Decoded.Intact(ENTRY));
    }

    @Test
    void kindsOfALaterVersionAreNoReasonToConcludeAnything() {
        assertThat(decode(body().replace("kind=triggered", "kind=dreamt")))
                .isEqualTo(new Decoded.Newer("of a kind that this version does not know: dreamt"));
        assertThat(decode(body().replace("policy=memory", "policy=mood")))
                .isEqualTo(new Decoded.Newer("of a policy or action that this version does not know: mood, savepoint"));
        assertThat(decode(body().replace("ledger=1", "ledger=2")))
                .isEqualTo(new Decoded.Newer("of format 2, this version reads format 1"));
    }

    @Test
    void wholeTextsThatSayNothingSensibleAreDamaged() {
        assertThat(decode("")).isInstanceOf(Decoded.Damaged.class);
        assertThat(decode("hello\n")).isEqualTo(new Decoded.Damaged("not an entry of a ledger"));
        assertThat(decode(body() + "epoch=3\n")).isEqualTo(new Decoded.Damaged("says epoch twice"));
        assertThat(decode(body().replace("epoch=2\n", ""))).isEqualTo(new Decoded.Damaged("says no epoch"));
        assertThat(decode(body().replace("epoch=2", "epoch=two"))).isInstanceOf(Decoded.Damaged.class);
        assertThat(decode(body().replace("at=2026-01-02", "at=2026-13-02"))).isInstanceOf(Decoded.Damaged.class);
        assertThat(decode(body().replace("detail.attempt=2", "detail.attempt=0")))
                .isEqualTo(new Decoded.Damaged("triggered: expected an attempt of 1 or more"));
        assertThat(decode(body().replace("reason=", "reason=\\q"))).isInstanceOf(Decoded.Damaged.class);
    }

    @Test
    void whatAKindHasToNameIsChecked() {
        assertThatThrownBy(() -> new LedgerFact(
                        Facts.NOON,
                        EntryKind.REFUSED,
                        Optional.of(Facts.JOB),
                        "",
                        Optional.empty(),
                        Optional.empty(),
                        "",
                        "",
                        new TreeMap<>()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("refused: expected a policy");
        assertThatThrownBy(() -> Facts.memory(EntryKind.TRIGGERED, Facts.NOON).with("Path", "x"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("detail: expected a name of lower-case letters, digits and underscores, found Path");
        assertThat(Facts.memory(EntryKind.REFUSED, Facts.NOON)
                        .with("path", "x".repeat(LedgerFact.MAX_TEXT + 1))
                        .detail("path")
                        .orElseThrow())
                .hasSize(LedgerFact.MAX_TEXT)
                .endsWith("x…");
    }

    private static String body() {
        String whole = new String(LedgerText.encode(ENTRY), StandardCharsets.UTF_8);
        return whole.substring(0, whole.lastIndexOf("crc32="));
    }

    private static Decoded decode(String body) {
        CRC32 crc = new CRC32();
        crc.update(body.getBytes(StandardCharsets.UTF_8));
        return LedgerText.decode(
                (body + String.format("crc32=%08x\n", crc.getValue())).getBytes(StandardCharsets.UTF_8));
    }
}
