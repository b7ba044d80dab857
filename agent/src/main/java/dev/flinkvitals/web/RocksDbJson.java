/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.web;

import dev.flinkvitals.health.rocksdb.StatePressure;
import java.util.List;

/** How hard pressed the state backend of each vertex is; an empty array without RocksDB or ForSt. */
final class RocksDbJson {
    private RocksDbJson() {}

    static void write(JsonOut out, List<StatePressure> pressures) {
        out.array("rocksdb", pressures, pressure -> {
            out.text("vertexId", pressure.vertex().hex());
            out.text("vertexName", pressure.name());
            out.number("subtask", pressure.subtask());
            out.text("state", pressure.state());
            out.number("severity", pressure.severity());
            out.text("cause", pressure.cause());
            out.number("stallShare", pressure.stallShare());
        });
    }
}
