/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.health.estimate;

import java.util.Arrays;

/**
 * Whether a short series grows, and how fast: Theil-Sen's median of all pairwise slopes, Sen's 90 % bounds of it (by the
 * ranks that {@code 1.645 * sqrt(n(n-1)(2n+5)/18)} slopes lie between), and the Mann-Kendall statistic with its correction
 * for ties. None of them assumes a distribution, and a few outliers do not move them.
 *
 * @param slope median slope, value per second
 * @param slopeLow lower 90 % bound
 * @param slopeHigh upper 90 % bound
 * @param z Mann-Kendall; above 2.33 a rise is not chance (1 %, one-sided)
 */
public record TrendTest(double slope, double slopeLow, double slopeHigh, double z) {
    private static final double NORMAL_95 = 1.645;

    /**
     * Tests a series.
     *
     * @param seconds times, strictly rising, two or more
     * @param values one for each time
     * @return the result
     */
    public static TrendTest of(double[] seconds, double[] values) {
        int n = values.length;
        double[] slopes = new double[n * (n - 1) / 2];
        int next = 0;
        int concordance = 0;
        for (int i = 0; i < n; i++) {
            for (int j = i + 1; j < n; j++) {
                slopes[next++] = (values[j] - values[i]) / (seconds[j] - seconds[i]);
                concordance += (int) Math.signum(values[j] - values[i]);
            }
        }
        Arrays.sort(slopes);
        double untied = n * (n - 1.0) * (2.0 * n + 5) / 18;
        double spread = NORMAL_95 * Math.sqrt(untied);
        int low = (int) Math.floor((slopes.length - spread) / 2);
        int high = (int) Math.ceil((slopes.length + spread) / 2);
        return new TrendTest(
                median(slopes),
                slopes[Math.max(0, low)],
                slopes[Math.min(slopes.length - 1, high)],
                mannKendall(concordance, untied - ties(values)));
    }

    private static double median(double[] sorted) {
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    private static double ties(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        double sum = 0;
        int run = 1;
        for (int i = 1; i <= sorted.length; i++) {
            if (i < sorted.length && sorted[i] == sorted[i - 1]) {
                run++;
            } else {
                sum += run * (run - 1.0) * (2.0 * run + 5) / 18;
                run = 1;
            }
        }
        return sum;
    }

    private static double mannKendall(int concordance, double variance) {
        if (variance <= 0 || concordance == 0) {
            return 0;
        }
        return (concordance - Math.signum(concordance)) / Math.sqrt(variance);
    }
}
