/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.export.otel;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.sdk.metrics.data.LongPointData;
import io.opentelemetry.sdk.metrics.data.MetricData;
import io.opentelemetry.sdk.resources.Resource;
import java.util.List;
import org.junit.jupiter.api.Test;

class PointGroupsTest {
    private final PointGroups groups = new PointGroups(Resource.empty());

    @Test
    void cutsRequestsAtTheMostPoints() {
        add("a", 3);
        add("b", 4);

        List<List<MetricData>> requests = groups.requests(5);

        assertThat(requests).hasSize(2);
        assertThat(requests.get(0)).extracting(MetricData::getName).containsExactly("a", "b");
        assertThat(requests.get(0)).extracting(PointGroupsTest::size).containsExactly(3, 2);
        assertThat(requests.get(1)).extracting(MetricData::getName).containsExactly("b");
        assertThat(requests.get(1)).extracting(PointGroupsTest::size).containsExactly(2);
    }

    @Test
    void makesNoRequestWithoutPoints() {
        assertThat(groups.requests(5)).isEmpty();
    }

    @Test
    void makesNoEmptyRequestWhenThePointsFitExactly() {
        add("a", 5);

        assertThat(groups.requests(5)).hasSize(1);
    }

    private void add(String name, int points) {
        for (int i = 0; i < points; i++) {
            groups.longGauge(PointGroups.Key.of(name), LongPointData.create(0, 1, Attributes.empty(), i));
        }
    }

    private static int size(MetricData metric) {
        return metric.getData().getPoints().size();
    }
}
