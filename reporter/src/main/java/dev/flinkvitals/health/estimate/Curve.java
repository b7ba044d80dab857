/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.health.estimate;

/**
 * Turns a measurement into a severity by two straight lines: 0 up to {@code good}, 0.5 at {@code tolerating}, 1 from
 * {@code bad} on. A falling curve ({@code bad} below {@code good}) serves measurements of which less is worse.
 *
 * @param good last value that costs nothing
 * @param tolerating end of what is tolerable
 * @param bad first value of the highest severity
 */
public record Curve(double good, double tolerating, double bad) {
    /**
     * Checks the order.
     *
     * @throws IllegalArgumentException if the three do not strictly rise or strictly fall
     */
    public Curve {
        boolean rising = good < tolerating && tolerating < bad;
        boolean falling = good > tolerating && tolerating > bad;
        if (!rising && !falling) {
            throw new IllegalArgumentException(
                    "curve: expected rising or falling points, found " + good + ", " + tolerating + ", " + bad);
        }
    }

    /**
     * The severity of a measurement.
     *
     * @param value the measurement, in the unit of the three points
     * @return 0 to 1
     */
    public double severity(double value) {
        double beyondGood = (value - good) / (tolerating - good);
        double beyondTolerating = (value - tolerating) / (bad - tolerating);
        if (beyondTolerating > 0) {
            return Math.min(1.0, 0.5 + 0.5 * beyondTolerating);
        }
        return Math.max(0.0, 0.5 * beyondGood);
    }

    /** The same curve with all three points multiplied. */
    public Curve times(double factor) {
        return new Curve(good * factor, tolerating * factor, bad * factor);
    }
}
