/* SPDX-License-Identifier: Apache-2.0 */
/** What runs in a TaskManager: the sampler, and the RPC endpoint from which the JobManager pulls digests. */
@NullMarked
package dev.flinkvitals.taskmanager;

import org.jspecify.annotations.NullMarked;
