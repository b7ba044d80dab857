/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.export;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class VitalsVersionTest {
    @Test
    void isWhatTheBuildWrote() {
        assertThat(VitalsVersion.current()).matches("\\d+\\.\\d+\\.\\d+.*");
    }
}
