/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.export;

import java.util.List;

/** Something that has derived metrics to export; called on the exporter's thread once per export. */
@FunctionalInterface
public interface PointSource {
    /** The current points; must not block. */
    List<Point> points();
}
