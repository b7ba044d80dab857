/* SPDX-License-Identifier: Apache-2.0 */
/** Whether a job runs and keeps running. */
@NullMarked
package dev.flinkvitals.health.stability;

import org.jspecify.annotations.NullMarked;
