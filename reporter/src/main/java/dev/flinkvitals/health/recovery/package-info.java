/* SPDX-License-Identifier: Apache-2.0 */
/** What a failure would cost now: records to replay, time until the job has caught up. */
@NullMarked
package dev.flinkvitals.health.recovery;

import org.jspecify.annotations.NullMarked;
