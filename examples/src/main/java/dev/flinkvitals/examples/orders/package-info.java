/* SPDX-License-Identifier: Apache-2.0 */
/** The example job "orders": Kafka, keyed state on RocksDB, and a database behind a plain JDBC sink. */
@NullMarked
package dev.flinkvitals.examples.orders;

import org.jspecify.annotations.NullMarked;
