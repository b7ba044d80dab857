/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.hook;

/** Has the shape of Flink's RocksDBNativeMetricOptions as far as the hook goes. */
public class NativeOptionsStandIn {
    /** What Flink calls on a TaskManager. */
    public static NativeOptionsStandIn fromConfig() {
        return new NativeOptionsStandIn();
    }
}
