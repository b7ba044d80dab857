/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Random schedules against the breaker in simulated time, with books of their own. Needs neither JUnit nor AssertJ, so that
 * more than a test can run them.
 */
@NullMarked
package dev.flinkvitals.breaker.schedule;

import org.jspecify.annotations.NullMarked;
