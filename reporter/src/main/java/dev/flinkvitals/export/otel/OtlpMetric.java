/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.export.otel;

import io.opentelemetry.sdk.common.InstrumentationScopeInfo;
import io.opentelemetry.sdk.metrics.data.Data;
import io.opentelemetry.sdk.metrics.data.MetricData;
import io.opentelemetry.sdk.metrics.data.MetricDataType;
import io.opentelemetry.sdk.resources.Resource;

/** All points of one metric in one request; the SDK offers no public constructor for it. */
record OtlpMetric(Resource resource, String name, String description, String unit, MetricDataType type, Data<?> data)
        implements MetricData {
    static final InstrumentationScopeInfo SCOPE = InstrumentationScopeInfo.create("dev.flinkvitals");

    @Override
    public Resource getResource() {
        return resource;
    }

    @Override
    public InstrumentationScopeInfo getInstrumentationScopeInfo() {
        return SCOPE;
    }

    @Override
    public String getName() {
        return name;
    }

    @Override
    public String getDescription() {
        return description;
    }

    @Override
    public String getUnit() {
        return unit;
    }

    @Override
    public MetricDataType getType() {
        return type;
    }

    @Override
    public Data<?> getData() {
        return data;
    }
}
