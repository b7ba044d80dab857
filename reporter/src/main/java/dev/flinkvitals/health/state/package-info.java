/* SPDX-License-Identifier: Apache-2.0 */
/** How the state grows, by vertex and by name. */
@NullMarked
package dev.flinkvitals.health.state;

import org.jspecify.annotations.NullMarked;
