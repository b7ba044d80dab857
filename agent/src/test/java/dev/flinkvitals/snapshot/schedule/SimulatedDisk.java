/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.snapshot.schedule;

import dev.flinkvitals.breaker.ledger.EntryKind;
import dev.flinkvitals.breaker.ledger.LedgerEntry;
import dev.flinkvitals.breaker.ledger.LedgerFact;
import dev.flinkvitals.breaker.ledger.LedgerText;
import dev.flinkvitals.snapshot.ledger.files.LedgerFiles;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;

/** The storage of the ledger, which all JobManagers share, with spells in which it is slow or does not answer. Not thread safe. */
final class SimulatedDisk {
    private final TreeMap<String, byte[]> files = new TreeMap<>();
    private final Random random;
    /** Unlike S3, where of two writers at the same moment both succeed. */
    private final boolean exclusive;

    private boolean broken;
    private boolean slow;
    private boolean fine;

    SimulatedDisk(Random random) {
        this.random = random;
        this.exclusive = random.nextBoolean();
    }

    /** Time passes. */
    void change() {
        broken = broken ? random.nextInt(10) != 0 : random.nextInt(120) == 0;
        slow = slow ? random.nextInt(10) != 0 : random.nextInt(60) == 0;
    }

    /** From now on nothing goes wrong. */
    void heal() {
        fine = true;
        broken = false;
        slow = false;
    }

    /** How long one piece of work takes. */
    Duration latency() {
        return slow ? Duration.ofSeconds(random.nextInt(45)) : Duration.ofMillis(10 + random.nextInt(1_500));
    }

    /** Whether a trigger is written down, whole, by this leadership. */
    boolean tells(String by, LedgerFact trigger) {
        for (byte[] content : files.values()) {
            boolean told = LedgerText.decode(content)
                    .fold(intact -> is(intact.entry(), by, trigger), damaged -> false, newer -> false);
            if (told) {
                return true;
            }
        }
        return false;
    }

    private static boolean is(LedgerEntry entry, String by, LedgerFact trigger) {
        return entry.fact().kind() == EntryKind.TRIGGERED
                && entry.by().toString().equals(by)
                && entry.fact().incident().equals(trigger.incident())
                && entry.fact().job().equals(trigger.job())
                && entry.fact().attempt() == trigger.attempt();
    }

    /** The storage as one process sees it. */
    final class View implements LedgerFiles {
        private final Runnable between;
        /** Accesses until something goes wrong; negative: nothing does. */
        private int trouble = -1;

        /**
         * A view.
         *
         * @param between what others do between two accesses
         */
        View(Runnable between) {
            this.between = between;
        }

        /** Another piece of work begins, in which one access may go wrong. */
        void begin() {
            trouble = !fine && random.nextInt(40) == 0 ? random.nextInt(4) : -1;
        }

        /** The last piece of work, which does not come to its end. */
        void beginToDie() {
            trouble = random.nextInt(5);
        }

        private boolean access(String name) throws IOException {
            if (!fine && random.nextInt(15) == 0) {
                between.run();
            }
            if (broken) {
                throw new IOException("planted: no access to " + name);
            }
            return trouble-- == 0;
        }

        private void read(String name, boolean wrong) throws IOException {
            if (wrong) {
                throw new IOException("planted: no answer about " + name);
            }
        }

        @Override
        public String location() {
            return "memory";
        }

        @Override
        public void create(String name, byte[] content) throws IOException {
            boolean wrong = access(name);
            if (exclusive && files.containsKey(name)) {
                throw new FileAlreadyExistsException(name);
            }
            int drawn = wrong ? random.nextInt(3) : -1;
            if (drawn != 0) {
                files.put(name, drawn == 1 ? Arrays.copyOf(content, random.nextInt(content.length)) : content.clone());
            }
            read(name, wrong);
        }

        @Override
        public Optional<byte[]> read(String name, int most) throws IOException {
            read(name, access(name));
            return Optional.ofNullable(files.get(name));
        }

        @Override
        public List<String> list(String directory) throws IOException {
            read(directory, access(directory));
            String prefix = directory.isEmpty() ? "" : directory + "/";
            return files.subMap(prefix, prefix + Character.MAX_VALUE).keySet().stream()
                    .map(name -> name.substring(prefix.length()).split("/", 2)[0])
                    .distinct()
                    .toList();
        }

        @Override
        public boolean exists(String name) throws IOException {
            read(name, access(name));
            return files.containsKey(name);
        }
    }
}
