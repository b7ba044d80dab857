/* SPDX-License-Identifier: Apache-2.0 */
/** Whether the job is set up to survive a failure: settings and state, compared with what the job does. */
@NullMarked
package dev.flinkvitals.health.audit;

import org.jspecify.annotations.NullMarked;
