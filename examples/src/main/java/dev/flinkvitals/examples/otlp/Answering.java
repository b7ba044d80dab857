/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.examples.otlp;

/** The present behaviour of the receiver. Thread safe. */
final class Answering {
    private Behaviour behaviour = Behaviour.ACCEPT;

    synchronized void behave(Behaviour next) {
        behaviour = next;
        notifyAll();
    }

    /** Whether a request is accepted; while the receiver hangs, so does this. */
    synchronized boolean accepts() {
        while (behaviour == Behaviour.HANG) {
            try {
                wait();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
        }
        return behaviour == Behaviour.ACCEPT;
    }
}
