/* SPDX-License-Identifier: Apache-2.0 */
/** Tests of the jar as users get it. */
@NullMarked
package dev.flinkvitals.packaging;

import org.jspecify.annotations.NullMarked;
