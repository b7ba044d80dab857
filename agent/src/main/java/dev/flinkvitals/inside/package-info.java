/* SPDX-License-Identifier: Apache-2.0 */
/** What only a resident of the process can see: threads of tasks, keyed states as they are declared, key groups at work. */
@NullMarked
package dev.flinkvitals.inside;

import org.jspecify.annotations.NullMarked;
