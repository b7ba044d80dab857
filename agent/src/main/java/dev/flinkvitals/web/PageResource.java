/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.web;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/**
 * The page and the policy that lets a browser run exactly its one script and its one style sheet.
 *
 * <p>Immutable; the bytes are shared, nobody writes to them.
 */
final class PageResource {
    private static final String FILE = "page.html";

    private final byte[] bytes;
    private final String contentSecurityPolicy;

    private PageResource(byte[] bytes) {
        String html = new String(bytes, StandardCharsets.UTF_8);
        this.bytes = bytes;
        // The icon is a data URL; everything else that the page needs is in it or comes from its own origin.
        this.contentSecurityPolicy = "default-src 'none'; script-src " + hash(between(html, "<script>", "</script>"))
                + "; style-src " + hash(between(html, "<style>", "</style>"))
                + "; connect-src 'self'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'self'";
    }

    /**
     * The page, read on first use.
     *
     * @throws ExceptionInInitializerError if the jar does not hold it
     */
    static PageResource get() {
        return Holder.PAGE;
    }

    byte[] bytes() {
        return bytes;
    }

    /** Value of the {@code Content-Security-Policy} header. */
    String contentSecurityPolicy() {
        return contentSecurityPolicy;
    }

    private static String between(String html, String start, String end) {
        int from = html.indexOf(start);
        int to = html.indexOf(end, from);
        if (from < 0 || to < 0) {
            throw new IllegalStateException(FILE + ": expected one " + start + "…" + end + ", found none");
        }
        return html.substring(from + start.length(), to);
    }

    private static String hash(String inline) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(inline.getBytes(StandardCharsets.UTF_8));
            return "'sha256-" + Base64.getEncoder().encodeToString(digest) + "'";
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-256", impossible);
        }
    }

    private static final class Holder {
        static final PageResource PAGE = load();

        private Holder() {}

        private static PageResource load() {
            try (InputStream in = PageResource.class.getResourceAsStream(FILE)) {
                if (in == null) {
                    throw new IllegalStateException(FILE + " is missing from the jar");
                }
                return new PageResource(in.readAllBytes());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
