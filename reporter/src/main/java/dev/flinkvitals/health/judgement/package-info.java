/* SPDX-License-Identifier: Apache-2.0 */
/** The vocabulary of a judgement: which component, how bad, where, on what evidence, in what words. */
@NullMarked
package dev.flinkvitals.health.judgement;

import org.jspecify.annotations.NullMarked;
