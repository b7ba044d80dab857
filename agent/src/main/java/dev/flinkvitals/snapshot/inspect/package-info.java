/* SPDX-License-Identifier: Apache-2.0 */
/** What a savepoint or checkpoint holds, and whether it can be restored and changed, read with Flink's own classes. */
@NullMarked
package dev.flinkvitals.snapshot.inspect;

import org.jspecify.annotations.NullMarked;
