/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.health.estimate;

import java.util.Arrays;

/**
 * The heights from which a size fell before. A rise ends in a peak once the size falls by 3 %, and the next one starts once
 * it has risen by as much. A peak is remembered for three times the rise that led to it, but at least for the given time: a sawtooth
 * keeps its peaks however slow it is, and a height that was reached once in a job's youth does not silence a leak for good.
 * At most six are kept, the highest. Not thread-safe.
 */
final class Peaks {
    private static final int MOST = 6;
    private static final double WORTH_THE_NAME = 0.03;
    private static final double ABOVE = 1.05;
    private static final double RISES_REMEMBERED = 3;

    private final double shortestSeconds;
    private final double[] heights = new double[MOST];
    private final double[] forgottenAt = new double[MOST];
    private int count;
    private boolean started;
    private boolean rising = true;
    private double extreme;
    private double extremeAt;
    private double roseFrom;

    Peaks(double shortestSeconds) {
        this.shortestSeconds = shortestSeconds;
    }

    void add(double at, double value, double reference) {
        if (!started) {
            started = true;
            turn(at, value);
            roseFrom = at;
        }
        forget(at);
        double turn = WORTH_THE_NAME * reference;
        if (rising) {
            if (extreme - value >= turn) {
                remember(extreme, at + Math.max(shortestSeconds, RISES_REMEMBERED * (extremeAt - roseFrom)));
                rising = false;
                turn(at, value);
            } else if (value >= extreme) {
                turn(at, value);
            }
        } else if (value - extreme >= turn) {
            rising = true;
            roseFrom = extremeAt;
            turn(at, value);
        } else if (value <= extreme) {
            turn(at, value);
        }
    }

    private void turn(double at, double value) {
        extreme = value;
        extremeAt = at;
    }

    private void remember(double height, double until) {
        int slot = count;
        if (count == MOST) {
            slot = 0;
            for (int i = 1; i < MOST; i++) {
                slot = heights[i] < heights[slot] ? i : slot;
            }
            if (heights[slot] >= height) {
                return;
            }
        } else {
            count++;
        }
        heights[slot] = height;
        forgottenAt[slot] = until;
    }

    private void forget(double at) {
        int kept = 0;
        for (int i = 0; i < count; i++) {
            if (forgottenAt[i] > at) {
                heights[kept] = heights[i];
                forgottenAt[kept] = forgottenAt[i];
                kept++;
            }
        }
        count = kept;
    }

    boolean known() {
        return count > 0;
    }

    /** What a level has to exceed to be news: 5 % above the highest peak; 0 without one. */
    double threshold() {
        return ABOVE * Arrays.stream(heights, 0, count).max().orElse(0);
    }
}
