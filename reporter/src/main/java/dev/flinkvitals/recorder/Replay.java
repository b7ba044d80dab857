/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.recorder;

import dev.flinkvitals.config.HealthConfig;
import dev.flinkvitals.config.LimitsConfig;
import dev.flinkvitals.health.Assessment;
import dev.flinkvitals.health.HealthModel;
import dev.flinkvitals.signals.JobReading;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Judges the readings of a recording again. With the settings of the live run it starts from the state that the live model
 * had, and each assessment has to be the recorded one; with others it starts from nothing, since a model's state holds
 * windows and trends of its own settings.
 */
public final class Replay {
    private final RecordingFile file;
    private final HealthConfig config;
    private final LimitsConfig limits;
    private final boolean asRecorded;

    private Replay(RecordingFile file, HealthConfig config, LimitsConfig limits, boolean asRecorded) {
        this.file = file;
        this.config = config;
        this.limits = limits;
        this.asRecorded = asRecorded;
    }

    /**
     * A replay as the live run was.
     *
     * @param file the recording
     * @param config the live run's settings
     * @param limits the live run's limits
     */
    public static Replay asRecorded(RecordingFile file, HealthConfig config, LimitsConfig limits) {
        return new Replay(file, config, limits, true);
    }

    /**
     * A replay with other settings.
     *
     * @param file the recording
     * @param config the settings
     * @param limits the limits
     */
    public static Replay with(RecordingFile file, HealthConfig config, LimitsConfig limits) {
        return new Replay(file, config, limits, false);
    }

    /**
     * Replays the whole recording.
     *
     * @param listener hears of each cycle and event
     * @return what came of it
     */
    public ReplayResult run(ReplayListener listener) {
        Run run = new Run(listener);
        Optional<Damage> damage = file.read(run);
        return new ReplayResult(run.cycles, run.equal, run.different, Optional.ofNullable(run.cold), damage);
    }

    private final class Run implements RecordingListener {
        private final ReplayListener listener;
        private @Nullable HealthModel model;
        private boolean warm;
        private int cycles;
        private int equal;
        private int different;
        private @Nullable String cold;

        Run(ReplayListener listener) {
            this.listener = listener;
        }

        @Override
        public void begin(boolean continues, byte @Nullable [] state) {
            if (warm && continues) {
                return;
            }
            if (!asRecorded) {
                cold = "the settings of the health model differ from those of the live run";
                return;
            }
            warm = false;
            if (state == null) {
                cold = "the live model's state was not recorded";
                return;
            }
            try {
                model = ModelState.read(state);
                warm = true;
            } catch (IllegalArgumentException e) {
                cold = "the live model's state does not fit this version: " + e.getMessage();
            }
        }

        @Override
        public void cycle(JobReading reading, Outcome outcome) {
            HealthModel judge = model;
            if (judge == null) {
                judge = new HealthModel(config, limits);
                model = judge;
            }
            Assessment assessment = judge.assess(reading);
            ReplayListener.Check check = ReplayListener.Check.NOT_COMPARED;
            if (warm && outcome.fingerprint().isPresent()) {
                boolean same = Fingerprint.of(assessment).equals(outcome.fingerprint());
                check = same ? ReplayListener.Check.EQUAL : ReplayListener.Check.DIFFERENT;
                equal += same ? 1 : 0;
                different += same ? 0 : 1;
            }
            cycles++;
            listener.cycle(reading, assessment, outcome, check);
        }

        @Override
        public void event(RecordedEvent event) {
            listener.event(event);
        }
    }
}
