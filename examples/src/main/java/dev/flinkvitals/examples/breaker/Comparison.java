/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.examples.breaker;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.flinkvitals.examples.breaker.job.Chain;
import dev.flinkvitals.examples.breaker.job.Report;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The state of all keys of a restored job, compared with what it has to be. The first number that a key gets tells which it
 * must have had before: all below it.
 *
 * @param keys keys that were compared
 * @param lost numbers that a key should have had and had not
 * @param twice numbers that a key had too many
 * @param wrong keys with the right count and another checksum
 * @param position the lowest number after the restore: what comes before it is in the state
 */
public record Comparison(int keys, long lost, long twice, int wrong, long position) {
    /**
     * Compares.
     *
     * @param lines what the job reported
     * @param keys number of keys
     * @return what was found
     */
    public static Comparison of(List<Report.Line> lines, long keys) {
        Set<Long> compared = new HashSet<>();
        long lost = 0;
        long twice = 0;
        int wrong = 0;
        long position = Long.MAX_VALUE;
        for (Report.Line line : lines) {
            compared.add(line.key());
            position = Math.min(position, line.number());
            long expected = (line.number() - line.key()) / keys + 1;
            lost += Math.max(0, expected - line.count());
            twice += Math.max(0, line.count() - expected);
            if (line.count() == expected && line.chain() != Chain.of(line.key(), keys, line.count())) {
                wrong++;
            }
        }
        return new Comparison(compared.size(), lost, twice, wrong, lines.isEmpty() ? 0 : position);
    }

    /**
     * Whether all keys are as they have to be.
     *
     * @param expectedKeys number of keys
     */
    public boolean isExact(long expectedKeys) {
        return keys == expectedKeys && lost == 0 && twice == 0 && wrong == 0;
    }

    /**
     * Writes it down.
     *
     * @param json where
     */
    public void write(ObjectNode json) {
        json.put("keys", keys);
        json.put("lost", lost);
        json.put("twice", twice);
        json.put("wrong", wrong);
        json.put("numbers_in_savepoint", position);
    }
}
