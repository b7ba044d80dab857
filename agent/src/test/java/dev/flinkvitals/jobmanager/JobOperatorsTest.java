/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.jobmanager;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flinkvitals.signals.JobId;
import dev.flinkvitals.signals.OperatorReading;
import dev.flinkvitals.signals.VertexId;
import java.util.List;
import java.util.Optional;
import org.apache.flink.api.common.JobID;
import org.apache.flink.runtime.OperatorIDPair;
import org.apache.flink.runtime.jobgraph.JobGraph;
import org.apache.flink.runtime.jobgraph.JobVertex;
import org.apache.flink.runtime.jobgraph.JobVertexID;
import org.apache.flink.runtime.jobgraph.OperatorID;
import org.junit.jupiter.api.Test;

/** With Flink 1.20, whose graph has no uids; later versions are tried with the whole product. */
class JobOperatorsTest {
    private final JobOperators operators = new JobOperators();

    @Test
    void doesNotKnowOfUidsThatThisFlinkDoesNotTell() {
        JobVertexID vertex = new JobVertexID(0, 1);
        OperatorID plain = new OperatorID(0, 2);
        OperatorID hashed = new OperatorID(0, 3);
        JobGraph graph = new JobGraph(
                new JobID(0, 9),
                "orders",
                new JobVertex(
                        "enrich",
                        vertex,
                        List.of(
                                OperatorIDPair.generatedIDOnly(plain),
                                OperatorIDPair.of(hashed, new OperatorID(0, 4)))));
        operators.read(graph);

        VertexId id = new VertexId(vertex.toString());
        assertThat(operators.of(new JobId(graph.getJobID().toString())))
                .containsExactly(
                        new OperatorReading(id, plain.toString(), Optional.empty()),
                        new OperatorReading(id, hashed.toString(), Optional.of(true)));
    }

    @Test
    void knowsNothingOfAJobWhoseStartItDidNotSee() {
        assertThat(operators.of(new JobId("0".repeat(32)))).isEmpty();
        operators.read("no JobMaster");
        assertThat(operators.of(new JobId("0".repeat(32)))).isEmpty();
    }
}
