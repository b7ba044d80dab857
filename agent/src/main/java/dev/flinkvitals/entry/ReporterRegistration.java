/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.entry;

import dev.flinkvitals.metrics.VitalsReporterFactory;
import java.util.Map;
import org.apache.flink.configuration.Configuration;

/** Names our reporter in Flink's configuration, as a user would. */
final class ReporterRegistration {
    private static final String NAME = "vitals";
    private static final String FACTORY_KEY = "metrics.reporter." + NAME + ".factory.class";
    private static final String LIST_KEY = "metrics.reporters";

    private ReporterRegistration() {}

    /**
     * A configuration that names our reporter.
     *
     * @param flink Flink's configuration, left as it is
     * @return the same object if the user named our factory himself, else a copy with it
     */
    static Configuration addTo(Configuration flink) {
        Map<String, String> keys = flink.toMap();
        if (keys.containsValue(VitalsReporterFactory.class.getName())) {
            return flink;
        }
        Configuration copy = new Configuration(flink);
        copy.setString(FACTORY_KEY, VitalsReporterFactory.class.getName());
        String list = keys.get(LIST_KEY);
        // A list restricts Flink to the reporters in it; without one every configured reporter is used.
        if (list != null && !list.isBlank()) {
            copy.setString(LIST_KEY, list + "," + NAME);
        }
        return copy;
    }
}
