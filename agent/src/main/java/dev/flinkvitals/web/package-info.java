/* SPDX-License-Identifier: Apache-2.0 */
/** The page and its JSON on the JobManager's own web port. */
@NullMarked
package dev.flinkvitals.web;

import org.jspecify.annotations.NullMarked;
