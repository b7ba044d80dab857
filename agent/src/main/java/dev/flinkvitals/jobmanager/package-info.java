/* SPDX-License-Identifier: Apache-2.0 */
/** What runs in the leading JobManager: the monitor that pulls, assembles, judges, and shows. */
@NullMarked
package dev.flinkvitals.jobmanager;

import org.jspecify.annotations.NullMarked;
