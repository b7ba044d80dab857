/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.examples.faults.plant;

import org.apache.flink.api.common.functions.MapFunction;

/** Computes something for each message. */
final class Score implements MapFunction<Message, Message> {
    private static final long serialVersionUID = 1L;

    private final Switches switches;

    Score(Switches switches) {
        this.switches = switches;
    }

    @Override
    public Message map(Message message) {
        double score = Work.compute(switches.get(Switch.SCORE_MICROS, 20));
        // The result has to be used, or the JIT compiler leaves the work out.
        return score < 0 ? new Message(-message.id(), message.key(), message.body()) : message;
    }
}
