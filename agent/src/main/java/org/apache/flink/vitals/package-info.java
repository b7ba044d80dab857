/* SPDX-License-Identifier: Apache-2.0 */
/**
 * The RPC gateway of the agent. It lives under {@code org.apache.flink} because the class loader of Flink's RPC system only
 * sees such packages of the application (see {@code docs/architecture.md}).
 */
@NullMarked
package org.apache.flink.vitals;

import org.jspecify.annotations.NullMarked;
