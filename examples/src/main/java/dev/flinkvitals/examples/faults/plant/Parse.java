/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.examples.faults.plant;

import org.apache.flink.api.common.functions.MapFunction;

/** Hands each message on. */
final class Parse implements MapFunction<Message, Message> {
    private static final long serialVersionUID = 1L;

    @Override
    public Message map(Message message) {
        return message;
    }
}
