/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class PageResourceTest {
    private static final int MAX_BYTES = 40 * 1024;
    private static final Pattern URL = Pattern.compile("\\b(?:https?|wss?|ftp):?//[^\\s'\"<>)]*|[\"'(]//[^\\s'\"<>)]*");
    private static final Pattern INLINE = Pattern.compile("<(script|style)>(.*?)</\\1>", Pattern.DOTALL);

    private final String html = new String(PageResource.get().bytes(), StandardCharsets.UTF_8);
    private final String policy = PageResource.get().contentSecurityPolicy();

    @Test
    void allowsItsOneScriptAndItsOneStyleSheetByTheirHashesAndNothingElse() throws Exception {
        StringBuilder expected = new StringBuilder("default-src 'none'");
        Matcher inline = INLINE.matcher(html);
        String style = "";
        String script = "";
        int found = 0;
        while (inline.find()) {
            byte[] hash =
                    MessageDigest.getInstance("SHA-256").digest(inline.group(2).getBytes(StandardCharsets.UTF_8));
            String source = "'sha256-" + Base64.getEncoder().encodeToString(hash) + "'";
            if (inline.group(1).equals("style")) {
                style = source;
            } else {
                script = source;
            }
            found++;
        }
        expected.append("; script-src ").append(script).append("; style-src ").append(style);
        expected.append(
                "; connect-src 'self'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'self'");

        assertThat(found).isEqualTo(2);
        assertThat(policy).isEqualTo(expected.toString());
    }

    @Test
    void loadsNothingFromElsewhere() {
        // The name of the SVG namespace looks like an address, but nobody fetches it.
        assertThat(URL.matcher(html).results().map(MatchResult::group)).containsOnly("http://www.w3.org/2000/svg");
        assertThat(html).doesNotContain("@import", "<script ", "<style ", "<iframe", "<object", "<form");
    }

    @Test
    void makesNoMarkupOutOfText() {
        assertThat(html)
                .doesNotContain(
                        "innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "new Function")
                .doesNotContainPattern("\\son[a-z]+=[\"']")
                .doesNotContainPattern("\\sstyle=[\"']");
    }

    @Test
    void staysSmall() {
        assertThat(PageResource.get().bytes().length).isLessThan(MAX_BYTES);
    }
}
