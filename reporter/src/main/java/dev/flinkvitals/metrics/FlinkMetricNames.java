/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.metrics;

/**
 * Flink's own words: every scope, variable and metric name that is read, the same from Flink 1.20 to 2.3. Scopes are logical
 * scopes; variables are written as Flink hands them out, in angle brackets.
 */
final class FlinkMetricNames {
    static final String JOB_MANAGER_SCOPE = "jobmanager";
    static final String JOB_MANAGER_JOB_SCOPE = "jobmanager.job";
    static final String TASK_MANAGER_SCOPE = "taskmanager";
    static final String TASK_SCOPE = "taskmanager.job.task";
    static final String OPERATOR_SCOPE = "taskmanager.job.task.operator";
    static final String INPUT_BUFFERS_SCOPE = "taskmanager.job.task.Shuffle.Netty.Input.Buffers";
    static final String OUTPUT_BUFFERS_SCOPE = "taskmanager.job.task.Shuffle.Netty.Output.Buffers";
    static final String KAFKA_READER_SCOPE = OPERATOR_SCOPE + ".KafkaSourceReader";
    static final String KAFKA_PARTITION_SCOPE = KAFKA_READER_SCOPE + ".topic.partition";
    static final String KAFKA_CONSUMER_SCOPE = KAFKA_READER_SCOPE + ".KafkaConsumer";
    static final String MANAGED_MEMORY_SCOPE = TASK_MANAGER_SCOPE + ".Status.Flink.Memory.Managed";

    static final String HOST = "<host>";
    static final String TM_ID = "<tm_id>";
    static final String JOB_ID = "<job_id>";
    static final String TASK_ID = "<task_id>";
    static final String SUBTASK_INDEX = "<subtask_index>";
    static final String TASK_ATTEMPT_NUM = "<task_attempt_num>";
    static final String OPERATOR_ID = "<operator_id>";
    static final String OPERATOR_NAME = "<operator_name>";
    static final String TOPIC = "<topic>";
    static final String PARTITION = "<partition>";
    static final String COLUMN_FAMILY = "<column_family>";

    static final String ACCUMULATE_BUSY_TIME = "accumulateBusyTimeMs";
    static final String ACCUMULATE_BACK_PRESSURED_TIME = "accumulateBackPressuredTimeMs";
    static final String ACCUMULATE_IDLE_TIME = "accumulateIdleTimeMs";
    static final String SOFT_BACK_PRESSURED_TIME = "softBackPressuredTimeMsPerSecond";
    static final String HARD_BACK_PRESSURED_TIME = "hardBackPressuredTimeMsPerSecond";
    static final String IDLE_TIME = "idleTimeMsPerSecond";
    static final String NUM_RECORDS_IN = "numRecordsIn";
    static final String NUM_RECORDS_OUT = "numRecordsOut";
    static final String CURRENT_INPUT_WATERMARK = "currentInputWatermark";
    static final String CURRENT_OUTPUT_WATERMARK = "currentOutputWatermark";
    static final String IN_POOL_USAGE = "inPoolUsage";
    static final String OUT_POOL_USAGE = "outPoolUsage";
    static final String TIME_TO_CONSUME_BUFFERS = "estimatedTimeToConsumeBuffersMs";
    static final String PENDING_RECORDS = "pendingRecords";
    static final String CURRENT_EMIT_EVENT_TIME_LAG = "currentEmitEventTimeLag";
    static final String CURRENT_OFFSET = "currentOffset";
    static final String COMMITTED_OFFSET = "committedOffset";
    static final String RECORDS_LEAD_MIN = "records-lead-min";
    static final String PENDING_COMMITTABLES = "pendingCommittables";
    static final String MANAGED_USED = "Used";
    static final String MANAGED_TOTAL = "Total";
    static final String NUM_RESTARTS = "numRestarts";
    static final String FULL_RESTARTS = "fullRestarts";

    // ForSt registers its own under the same names.
    static final String ROCKSDB_PREFIX = "rocksdb.";
    static final String ESTIMATE_NUM_KEYS = "rocksdb.estimate-num-keys";
    static final String LIVE_SST_FILES_SIZE = "rocksdb.live-sst-files-size";
    static final String SIZE_ALL_MEM_TABLES = "rocksdb.size-all-mem-tables";
    static final String ESTIMATE_PENDING_COMPACTION_BYTES = "rocksdb.estimate-pending-compaction-bytes";
    static final String IS_WRITE_STOPPED = "rocksdb.is-write-stopped";
    static final String ACTUAL_DELAYED_WRITE_RATE = "rocksdb.actual-delayed-write-rate";
    static final String BACKGROUND_ERRORS = "rocksdb.background-errors";
    static final String NUM_FILES_AT_LEVEL_0 = "rocksdb.num-files-at-level0";
    static final String NUM_IMMUTABLE_MEM_TABLE = "rocksdb.num-immutable-mem-table";
    static final String BLOCK_CACHE_USAGE = "rocksdb.block-cache-usage";
    static final String BLOCK_CACHE_CAPACITY = "rocksdb.block-cache-capacity";
    static final String BLOCK_CACHE_PINNED_USAGE = "rocksdb.block-cache-pinned-usage";

    static final String MEM_TABLE_FLUSH_PENDING = "rocksdb.mem-table-flush-pending";
    static final String NUM_RUNNING_COMPACTIONS = "rocksdb.num-running-compactions";
    static final String ESTIMATE_TABLE_READERS_MEM = "rocksdb.estimate-table-readers-mem";
    static final String NUM_LIVE_VERSIONS = "rocksdb.num-live-versions";
    static final String NUM_ENTRIES_ACTIVE_MEM_TABLE = "rocksdb.num-entries-active-mem-table";
    static final String NUM_DELETES_ACTIVE_MEM_TABLE = "rocksdb.num-deletes-active-mem-table";
    /** A ticker of RocksDB's statistics, not a property: named after Java's constant, and registered once per operator. */
    static final String STALL_MICROS = "rocksdb.stall_micros";

    private FlinkMetricNames() {}
}
