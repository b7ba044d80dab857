/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.snapshot.ledger;

import dev.flinkvitals.breaker.ledger.LedgerFact;
import dev.flinkvitals.signals.JobId;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;

/** Directory of the claims on one action: readable, and free of what a file system may not like in a name. */
public final class ClaimName {
    private static final int READABLE = 60;
    private static final int HASH_BYTES = 8;

    private ClaimName() {}

    /** Below the directory of all claims; the same for the same job, incident and attempt, and for no others. */
    public static String of(LedgerFact fact) {
        String readable = fact.incident().toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
        String start = readable.substring(0, Math.min(READABLE, readable.length()));
        return fact.job().map(JobId::hex).orElse("cluster") + "/" + start + "-" + hash(fact.incident()) + "-"
                + fact.attempt();
    }

    private static String hash(String incident) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(incident.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, HASH_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
