/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.cli;

import dev.flinkvitals.breaker.Action;
import dev.flinkvitals.breaker.ledger.Leadership;
import dev.flinkvitals.breaker.ledger.LedgerEntry;
import dev.flinkvitals.breaker.ledger.LedgerFact;
import dev.flinkvitals.breaker.ledger.Unreadable;
import dev.flinkvitals.config.Policy;
import dev.flinkvitals.signals.JobId;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** A ledger for people and for programs: its entries in order, and what happened for each incident. */
final class LedgerListing {
    private final List<LedgerEntry> entries;
    private final List<Unreadable> unreadable;
    private final Optional<Leadership> newest;

    /**
     * A listing.
     *
     * @param entries in the order of time
     * @param unreadable files that are no entries
     * @param newest the latest leadership
     */
    LedgerListing(List<LedgerEntry> entries, List<Unreadable> unreadable, Optional<Leadership> newest) {
        this.entries = entries;
        this.unreadable = unreadable;
        this.newest = newest;
    }

    /** What happened for one incident of one job. */
    private record Story(JobId job, Policy policy, String incident) {}

    private Map<Story, List<LedgerEntry>> stories() {
        Map<Story, List<LedgerEntry>> stories = new LinkedHashMap<>();
        for (LedgerEntry entry : entries) {
            LedgerFact fact = entry.fact();
            if (fact.job().isPresent()
                    && fact.policy().isPresent()
                    && !fact.incident().isEmpty()) {
                stories.computeIfAbsent(
                                new Story(fact.job().get(), fact.policy().get(), fact.incident()),
                                story -> new ArrayList<>())
                        .add(entry);
            }
        }
        return stories;
    }

    void text(PrintWriter out) {
        entries.forEach(entry -> out.println(ReplayText.printable(line(entry))));
        Map<Story, List<LedgerEntry>> stories = stories();
        if (!stories.isEmpty()) {
            out.println();
            out.println("Incidents:");
            stories.forEach((story, told) -> out.println(ReplayText.printable("  " + told(story, told))));
        }
        out.println();
        out.println(entries.size() + " entries, " + stories.size() + " incidents, " + unreadable.size()
                + " unreadable files, "
                + newest.map(last -> "last leadership " + last).orElse("nobody led yet"));
    }

    private static String line(LedgerEntry entry) {
        LedgerFact fact = entry.fact();
        String subject = fact.job()
                .map(job -> "job " + (fact.jobName().isEmpty() ? job.hex() : fact.jobName() + " (" + job + ")") + ", "
                        + fact.action().map(action -> action.label() + " for ").orElse("")
                        + fact.incident() + ": ")
                .orElse("");
        String details = fact.details().entrySet().stream()
                .map(detail -> detail.getKey() + "=" + detail.getValue())
                .collect(Collectors.joining(", "));
        return String.format(
                Locale.ROOT,
                "%-24s  epoch %-4d  %-15s  %s%s%s",
                fact.at(),
                entry.by().epoch(),
                fact.kind().label().replace('_', ' '),
                subject,
                fact.reason(),
                details.isEmpty() ? "" : " [" + details + "]");
    }

    /** The same again and again is told once, with its number. */
    private static String told(Story story, List<LedgerEntry> told) {
        List<String> steps = new ArrayList<>();
        int i = 0;
        while (i < told.size()) {
            LedgerFact fact = told.get(i).fact();
            int end = i + 1;
            while (end < told.size() && told.get(end).fact().kind() == fact.kind()) {
                end++;
            }
            String action = fact.action().map(a -> " " + a.label()).orElse("");
            String path = fact.detail(LedgerFact.PATH).map(p -> " " + p).orElse("");
            steps.add(fact.kind().label().replace('_', ' ') + action + path + (end - i > 1 ? " x" + (end - i) : ""));
            i = end;
        }
        return story.incident() + " of job " + story.job() + " ("
                + story.policy().label() + "): " + String.join(", ", steps);
    }

    /** One object; the names stay, new ones may come. */
    void json(PrintWriter out) {
        out.print("{\"newest_epoch\":"
                + newest.map(last -> Long.toString(last.epoch())).orElse("null"));
        out.print(",\"entries\":[");
        out.print(entries.stream().map(LedgerListing::object).collect(Collectors.joining(",\n", "\n", "\n")));
        out.print("],\"incidents\":[");
        out.print(stories().entrySet().stream()
                .map(story ->
                        "{\"job_id\":" + JsonText.quoted(story.getKey().job().hex()) + ",\"policy\":"
                                + JsonText.quoted(story.getKey().policy().label()) + ",\"incident\":"
                                + JsonText.quoted(story.getKey().incident()) + ",\"kinds\":"
                                + story.getValue().stream()
                                        .map(entry -> JsonText.quoted(
                                                entry.fact().kind().label()))
                                        .collect(Collectors.joining(",", "[", "]"))
                                + "}")
                .collect(Collectors.joining(",\n", "\n", "\n")));
        out.print("],\"unreadable\":[");
        out.print(unreadable.stream()
                .map(file -> "{\"file\":" + JsonText.quoted(file.file()) + ",\"reason\":"
                        + JsonText.quoted(file.reason()) + "}")
                .collect(Collectors.joining(",")));
        out.println("]}");
    }

    private static String object(LedgerEntry entry) {
        LedgerFact fact = entry.fact();
        return "{\"time\":" + JsonText.quoted(fact.at().toString()) + ",\"epoch\":"
                + entry.by().epoch() + ",\"leader\":"
                + JsonText.quoted(entry.by().leader()) + ",\"sequence\":"
                + entry.sequence() + ",\"kind\":" + JsonText.quoted(fact.kind().label()) + ",\"job_id\":"
                + JsonText.quotedOrNull(fact.job().map(JobId::hex).orElse("")) + ",\"job_name\":"
                + JsonText.quotedOrNull(fact.jobName()) + ",\"policy\":"
                + JsonText.quotedOrNull(fact.policy().map(Policy::label).orElse("")) + ",\"action\":"
                + JsonText.quotedOrNull(fact.action().map(Action::label).orElse("")) + ",\"incident\":"
                + JsonText.quotedOrNull(fact.incident()) + ",\"reason\":" + JsonText.quotedOrNull(fact.reason())
                + ",\"details\":"
                + fact.details().entrySet().stream()
                        .map(detail -> JsonText.quoted(detail.getKey()) + ":" + JsonText.quoted(detail.getValue()))
                        .collect(Collectors.joining(",", "{", "}"))
                + "}";
    }
}
