/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.recorder;

import dev.flinkvitals.signals.JobId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What a recording is about.
 *
 * @param product version of Flink Vitals that wrote it
 * @param job the job
 * @param jobName its name, as the user wrote it
 * @param reason why it was written, such as {@code finding-checkpoints_fail}
 * @param writtenAt when
 * @param settings the settings that the live run had, each with its value as text; none that could hold a secret
 * @param savepointDirectory target of savepoints, without credentials; empty if none was set
 */
public record RecordingHeader(
        String product,
        JobId job,
        String jobName,
        String reason,
        Instant writtenAt,
        List<Setting> settings,
        Optional<String> savepointDirectory) {
    /** Copies the list. */
    public RecordingHeader {
        settings = List.copyOf(settings);
    }

    /**
     * A setting.
     *
     * @param key as written in Flink's configuration
     * @param value as text
     */
    public record Setting(String key, String value) {}

    /** The settings as the configuration's parser takes them. */
    public Map<String, String> settingsByKey() {
        Map<String, String> byKey = new TreeMap<>();
        settings.forEach(setting -> byKey.put(setting.key(), setting.value()));
        return byKey;
    }
}
