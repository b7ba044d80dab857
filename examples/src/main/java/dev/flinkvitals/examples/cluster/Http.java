/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.examples.cluster;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** Requests to a JobManager's web port, each with a time limit. Thread safe. */
final class Http {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration TIMEOUT = Duration.ofSeconds(20);
    private static final String BOUNDARY = "----vitals-lab-boundary";

    private final URI base;
    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();

    Http(URI base) {
        this.base = base;
    }

    URI base() {
        return base;
    }

    /** The answer to a GET, whatever its status. */
    HttpResponse<String> get(String path) throws IOException {
        return send(request(path).GET().build());
    }

    JsonNode getJson(String path) throws IOException {
        return json(get(path), path);
    }

    JsonNode postJson(String path, JsonNode body) throws IOException {
        return json(
                send(request(path)
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(body.toString()))
                        .build()),
                path);
    }

    void patch(String path) throws IOException {
        HttpResponse<String> response = send(request(path)
                .method("PATCH", HttpRequest.BodyPublishers.noBody())
                .build());
        if (response.statusCode() >= 300) {
            throw failure(response, path);
        }
    }

    /** Uploads a jar as a browser's form does. */
    JsonNode postJar(String path, Path jar) throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        body.writeBytes(("--" + BOUNDARY + "\r\nContent-Disposition: form-data; name=\"jarfile\"; filename=\""
                        + jar.getFileName() + "\"\r\nContent-Type: application/x-java-archive\r\n\r\n")
                .getBytes(StandardCharsets.UTF_8));
        body.writeBytes(Files.readAllBytes(jar));
        body.writeBytes(("\r\n--" + BOUNDARY + "--\r\n").getBytes(StandardCharsets.UTF_8));
        HttpRequest request = request(path)
                .header("Content-Type", "multipart/form-data; boundary=" + BOUNDARY)
                .POST(HttpRequest.BodyPublishers.ofByteArray(body.toByteArray()))
                .build();
        return json(send(request), path);
    }

    static JsonNode parse(String text) throws IOException {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IOException("no JSON: " + text, e);
        }
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(base.resolve(path)).timeout(TIMEOUT);
    }

    private HttpResponse<String> send(HttpRequest request) throws IOException {
        try {
            return client.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while asking " + request.uri(), e);
        }
    }

    private static JsonNode json(HttpResponse<String> response, String path) throws IOException {
        if (response.statusCode() >= 300) {
            throw failure(response, path);
        }
        return parse(response.body());
    }

    private static IOException failure(HttpResponse<String> response, String path) {
        return new IOException(path + " answered " + response.statusCode() + ": " + response.body());
    }
}
