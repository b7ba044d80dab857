/* SPDX-License-Identifier: Apache-2.0 */
/** What a look inside TaskManagers says: what a culprit's thread does, and whether one key takes the time. */
@NullMarked
package dev.flinkvitals.health.inside;

import org.jspecify.annotations.NullMarked;
