/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.health.estimate;

import java.util.List;

/** Order statistics of small samples. */
public final class Quantiles {
    private Quantiles() {}

    /**
     * The median; between two middle values their mean.
     *
     * @param values one or more values, in any order
     * @return the median
     */
    public static double median(List<Double> values) {
        List<Double> sorted = values.stream().sorted().toList();
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }

    /**
     * A quantile by the nearest rank, so that it is always one of the values (the 95th percentile of ten is the largest).
     *
     * @param values one or more values, in any order
     * @param share 0 to 1
     * @return the quantile
     */
    public static double nearestRank(List<Double> values, double share) {
        List<Double> sorted = values.stream().sorted().toList();
        int rank = (int) Math.ceil(share * sorted.size());
        return sorted.get(Math.max(0, Math.min(sorted.size(), rank) - 1));
    }
}
