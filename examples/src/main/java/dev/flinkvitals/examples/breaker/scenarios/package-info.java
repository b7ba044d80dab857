/* SPDX-License-Identifier: Apache-2.0 */
/** What happens to the job, each with what the breaker has to do. */
@NullMarked
package dev.flinkvitals.examples.breaker.scenarios;

import org.jspecify.annotations.NullMarked;
