/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.web;

import dev.flinkvitals.recorder.RecordingDirectory;
import dev.flinkvitals.signals.JobId;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which path gets which answer.
 *
 * <p>Thread safe. The list of all jobs is rendered once per view, however many browsers ask for it.
 */
final class Answers {
    private static final String ROOT = "/vitals";
    private static final String JOBS = ROOT + "/api/v1/jobs";
    private static final String RECORDING = "/recording";

    private final JobsJson json;
    private volatile @Nullable Rendered newest;

    Answers(JobsJson json) {
        this.json = json;
    }

    /** Whether a request for this target is ours to answer: {@code /vitals} and everything below it. */
    static boolean owns(String uri) {
        String path = path(uri);
        return path.equals(ROOT) || path.startsWith(ROOT + "/");
    }

    /**
     * The answer to a request that {@link #owns} accepted.
     *
     * @param method HTTP method
     * @param uri request target, with or without a query
     * @param view what to show
     * @return the answer: 404 for a path that does not exist, 405 for anything but GET and HEAD
     */
    Answer to(String method, String uri, ClusterView view) {
        String path = path(uri);
        boolean page = path.equals(ROOT) || path.equals(ROOT + "/");
        boolean all = path.equals(JOBS);
        boolean one = path.startsWith(JOBS + "/");
        if (!page && !all && !one) {
            return Answer.error(404, "no such path");
        }
        if (!method.equals("GET") && !method.equals("HEAD")) {
            return Answer.error(405, "only GET and HEAD are answered here").withHeader("allow", "GET, HEAD");
        }
        if (page) {
            return Answer.page(PageResource.get());
        }
        return all ? Answer.json(render(view)) : job(path.substring(JOBS.length() + 1), view);
    }

    private Answer job(String rest, ClusterView view) {
        boolean recording = rest.endsWith(RECORDING);
        String id = recording ? rest.substring(0, rest.length() - RECORDING.length()) : rest;
        return jobId(id)
                .flatMap(wanted -> view.jobs().stream()
                        .filter(job -> job.assessment().job().equals(wanted))
                        .findFirst())
                .map(job -> recording ? recording(job.assessment().job()) : Answer.json(json.job(job)))
                .orElseGet(() -> Answer.error(404, "no such job"));
    }

    private static Answer recording(JobId job) {
        return ViewStore.downloads()
                .recording(job)
                .map(found -> Answer.file(RecordingDirectory.fileName(found.header()), found.toBytes()))
                .orElseGet(
                        () -> Answer.error(503, "no recording at this moment").withHeader("retry-after", "1"));
    }

    private static Optional<JobId> jobId(String text) {
        try {
            return Optional.of(new JobId(text));
        } catch (IllegalArgumentException notAnId) {
            return Optional.empty();
        }
    }

    @SuppressWarnings("ReferenceEquality") // Each cycle publishes a new view; comparing its values would cost more.
    private byte[] render(ClusterView view) {
        Rendered rendered = newest;
        if (rendered == null || rendered.view != view) {
            rendered = new Rendered(view, json.all(view));
            newest = rendered;
        }
        return rendered.bytes;
    }

    private static String path(String uri) {
        int query = uri.indexOf('?');
        return query < 0 ? uri : uri.substring(0, query);
    }

    /** A view and its JSON. */
    private static final class Rendered {
        final ClusterView view;
        final byte[] bytes;

        Rendered(ClusterView view, byte[] bytes) {
            this.view = view;
            this.bytes = bytes;
        }
    }
}
