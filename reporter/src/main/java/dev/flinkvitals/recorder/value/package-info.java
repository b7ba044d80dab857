/* SPDX-License-Identifier: Apache-2.0 */
/** A self-describing binary encoding of records, collections and model state: the inside of a recording. */
@NullMarked
package dev.flinkvitals.recorder.value;

import org.jspecify.annotations.NullMarked;
