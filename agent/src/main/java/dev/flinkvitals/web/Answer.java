/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.web;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/**
 * What is sent back, free of any HTTP library's types.
 *
 * @param status HTTP status code
 * @param headers response headers, lower case
 * @param body the body as a GET sends it; not copied, nobody writes to it
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared, and one rendering is shared by all who ask.
record Answer(int status, Map<String, String> headers, byte[] body) {
    static final String JSON = "application/json; charset=utf-8";
    static final String HTML = "text/html; charset=utf-8";

    /** For everything that is not the page: nothing in it may load or run, should a browser ever show it as a document. */
    private static final String NOTHING_ALLOWED = "default-src 'none'; frame-ancestors 'none'";

    /** Copies the map. */
    Answer {
        headers = Map.copyOf(headers);
    }

    static Answer json(byte[] body) {
        return new Answer(200, headers(JSON, NOTHING_ALLOWED), body);
    }

    /** A file to keep. */
    static Answer file(String name, byte[] body) {
        return new Answer(200, headers("application/octet-stream", NOTHING_ALLOWED), body)
                .withHeader("content-disposition", "attachment; filename=\"" + name + '"');
    }

    static Answer page(PageResource page) {
        return new Answer(200, headers(HTML, page.contentSecurityPolicy()), page.bytes());
    }

    /**
     * An error as JSON.
     *
     * @param status HTTP status code
     * @param message a text of ours, free of what needs escaping in JSON; never a part of the request
     */
    static Answer error(int status, String message) {
        byte[] body = ("{\"error\":\"" + message + "\"}").getBytes(StandardCharsets.UTF_8);
        return new Answer(status, headers(JSON, NOTHING_ALLOWED), body);
    }

    Answer withHeader(String name, String value) {
        Map<String, String> more = new TreeMap<>(headers);
        more.put(name, value);
        return new Answer(status, more, body);
    }

    private static Map<String, String> headers(String contentType, String policy) {
        return Map.of(
                "content-type", contentType,
                "content-security-policy", policy,
                "cache-control", "no-store",
                "referrer-policy", "no-referrer",
                "x-content-type-options", "nosniff");
    }
}
