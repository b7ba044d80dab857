/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.examples.faults;

import dev.flinkvitals.examples.cluster.FindingView;
import java.util.Optional;
import java.util.OptionalInt;

/** Findings as the product could tell them. */
final class Findings {
    private Findings() {}

    static FindingView bottleneck(String vertex, String cause) {
        return new FindingView(
                "bottleneck-" + vertex,
                "bottleneck",
                "warning",
                cause,
                "because",
                Optional.of(vertex),
                OptionalInt.empty(),
                Optional.empty(),
                false);
    }

    static FindingView ofJob(String kind, String severity) {
        return new FindingView(
                kind,
                kind,
                severity,
                "unknown",
                "because",
                Optional.empty(),
                OptionalInt.empty(),
                Optional.empty(),
                false);
    }

    static FindingView inSubtask(FindingView finding, int subtask) {
        return new FindingView(
                finding.id(),
                finding.kind(),
                finding.severity(),
                finding.cause(),
                finding.reason(),
                finding.vertex(),
                OptionalInt.of(subtask),
                finding.process(),
                finding.explained());
    }

    static FindingView explained(FindingView finding) {
        return new FindingView(
                finding.id(),
                finding.kind(),
                finding.severity(),
                finding.cause(),
                finding.reason(),
                finding.vertex(),
                finding.subtask(),
                finding.process(),
                true);
    }
}
