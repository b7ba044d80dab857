/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.signals;

/**
 * One execution of one subtask.
 *
 * @param job its job
 * @param subtask vertex and index
 * @param attempt attempt number: each restart counts up
 */
public record AttemptId(JobId job, SubtaskId subtask, int attempt) {}
