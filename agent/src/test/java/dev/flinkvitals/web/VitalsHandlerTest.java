/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flinkvitals.config.ConfigParser;
import dev.flinkvitals.health.HealthModel;
import dev.flinkvitals.recorder.FlightRecorder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.runtime.io.network.netty.InboundChannelHandlerFactory;
import org.apache.flink.shaded.netty4.io.netty.buffer.Unpooled;
import org.apache.flink.shaded.netty4.io.netty.channel.ChannelHandler;
import org.apache.flink.shaded.netty4.io.netty.channel.embedded.EmbeddedChannel;
import org.apache.flink.shaded.netty4.io.netty.handler.codec.http.DefaultFullHttpRequest;
import org.apache.flink.shaded.netty4.io.netty.handler.codec.http.FullHttpRequest;
import org.apache.flink.shaded.netty4.io.netty.handler.codec.http.FullHttpResponse;
import org.apache.flink.shaded.netty4.io.netty.handler.codec.http.HttpMethod;
import org.apache.flink.shaded.netty4.io.netty.handler.codec.http.HttpVersion;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VitalsHandlerTest {
    private static final String JOBS = "/vitals/api/v1/jobs";
    private static final String ONE_JOB = JOBS + "/a1b2c3d4e5f60718293a4b5c6d7e8f90";

    private final VitalsHandlerFactory factory = new VitalsHandlerFactory();
    private final EmbeddedChannel channel = new EmbeddedChannel(handler(factory));

    @BeforeEach
    void switchOn() {
        ViewStore.enable(true);
        ViewStore.publish(Views.of(Views.full("orders")));
    }

    @AfterEach
    void switchOff() {
        ViewStore.enable(false);
        ViewStore.publish(ClusterView.STANDBY);
        channel.finishAndReleaseAll();
    }

    @Test
    void isFoundByFlinkAndComesAfterEveryOtherHandler() {
        assertThat(ServiceLoader.load(InboundChannelHandlerFactory.class))
                .filteredOn(VitalsHandlerFactory.class::isInstance)
                .singleElement()
                .satisfies(found -> assertThat(found.priority()).isEqualTo(Integer.MIN_VALUE));
    }

    @Test
    void makesANewHandlerForEachChannel() {
        assertThat(handler(factory)).isNotSameAs(handler(factory));
    }

    @ParameterizedTest
    @CsvSource({
        "GET,  /vitals,                           200, text/html; charset=utf-8",
        "GET,  /vitals/,                          200, text/html; charset=utf-8",
        "GET,  /vitals?from=bookmark,             200, text/html; charset=utf-8",
        "GET,  /vitals/api/v1/jobs,               200, application/json; charset=utf-8",
        "GET,  /vitals/api/v1/jobs?x=1,           200, application/json; charset=utf-8",
        "GET,  /vitals/api/v1/jobs/a1b2c3d4e5f60718293a4b5c6d7e8f90, 200, application/json; charset=utf-8",
        "GET,  /vitals/api/v1/jobs/A1B2C3D4E5F60718293A4B5C6D7E8F90, 200, application/json; charset=utf-8",
        "GET,  /vitals/api/v1/jobs/00000000000000000000000000000000, 404, application/json; charset=utf-8",
        "GET,  /vitals/api/v1/jobs/<script>,      404, application/json; charset=utf-8",
        "GET,  /vitals/api/v1/jobs/,              404, application/json; charset=utf-8",
        "GET,  /vitals/api/v2/jobs,               404, application/json; charset=utf-8",
        "GET,  /vitals/../jobs,                   404, application/json; charset=utf-8",
        "POST, /vitals/nothing,                   404, application/json; charset=utf-8",
        "POST, /vitals,                           405, application/json; charset=utf-8",
        "DELETE, /vitals/api/v1/jobs,             405, application/json; charset=utf-8",
        "OPTIONS, /vitals/api/v1/jobs/0,          405, application/json; charset=utf-8",
    })
    void answersItsOwnPathsAndReleasesTheRequest(String method, String uri, int status, String contentType) {
        FullHttpRequest request = request(method, uri);

        assertThat(channel.writeInbound(request)).as("passed on").isFalse();

        FullHttpResponse response = response();
        assertThat(response.status().code()).isEqualTo(status);
        assertThat(response.headers().get("content-type")).isEqualTo(contentType);
        assertThat(response.headers().getInt("content-length"))
                .isEqualTo(response.content().readableBytes());
        assertThat(response.headers().get("allow")).isEqualTo(status == 405 ? "GET, HEAD" : null);
        assertThat(request.refCnt()).isZero();
        response.release();
    }

    @Test
    void givesARecordingAsAFile() {
        try (FlightRecorder recorder =
                new FlightRecorder(Duration.ofMinutes(1), 1 << 20, "0.1.0", Map.of(), Optional.empty())) {
            HealthModel model = new HealthModel(
                    ConfigParser.parse(Map.of(), Map.of()).config().health());
            ViewStore.Downloads source = job -> {
                recorder.begin(job, "orders", model, Duration.ZERO);
                return recorder.recordingNow(job, "request", Instant.EPOCH);
            };
            ViewStore.publish(source);
            channel.writeInbound(request("GET", ONE_JOB + "/recording"));
            ViewStore.withdraw(source);

            FullHttpResponse response = response();
            assertThat(response.status().code()).isEqualTo(200);
            assertThat(response.headers().get("content-type")).isEqualTo("application/octet-stream");
            assertThat(response.headers().get("content-disposition"))
                    .isEqualTo("attachment; filename=\"vitals-19700101T000000000Z-orders-a1b2c3d4-request.fvrec\"");
            assertThat(response.content().toString(StandardCharsets.ISO_8859_1)).startsWith("FLVITALS");
            response.release();
        }
    }

    @Test
    void asksToTryAgainWhereThereIsNoRecordingAtTheMoment() {
        channel.writeInbound(request("GET", ONE_JOB + "/recording"));

        FullHttpResponse response = response();
        assertThat(response.status().code()).isEqualTo(503);
        assertThat(response.headers().get("retry-after")).isEqualTo("1");
        response.release();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/jobs", "/vitalsigns", "/vital", "/#/vitals", "/jobs?path=/vitals", "/VITALS"})
    void passesOnWhatIsFlinksOwn(String uri) {
        FullHttpRequest request = request("GET", uri);

        assertPassedOn(request);
    }

    @Test
    void passesOnEverythingWhereThePageIsNotSwitchedOn() {
        ViewStore.enable(false);

        assertPassedOn(request("GET", "/vitals"));
    }

    @Test
    void passesOnWhatIsNotARequest() {
        assertThat(channel.writeInbound("not HTTP")).isTrue();
        Object passedOn = channel.readInbound();
        assertThat(passedOn).isEqualTo("not HTTP");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/vitals", JOBS, ONE_JOB})
    void answersAHeadWithTheHeadersOfTheGetAndNoBody(String uri) {
        channel.writeInbound(request("GET", uri));
        FullHttpResponse get = response();
        channel.writeInbound(request("HEAD", uri));
        FullHttpResponse head = response();

        assertThat(head.status()).isEqualTo(get.status());
        assertThat(head.headers().get("content-length")).isEqualTo(get.headers().get("content-length"));
        assertThat(head.content().readableBytes()).isZero();
        get.release();
        head.release();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/vitals", JOBS, "/vitals/nothing"})
    void forbidsCachingSniffingAndForeignContentOnEveryAnswer(String uri) {
        channel.writeInbound(request("GET", uri));

        FullHttpResponse response = response();
        assertThat(response.headers().get("cache-control")).isEqualTo("no-store");
        assertThat(response.headers().get("x-content-type-options")).isEqualTo("nosniff");
        assertThat(response.headers().get("referrer-policy")).isEqualTo("no-referrer");
        assertThat(response.headers().get("content-security-policy")).startsWith("default-src 'none'");
        assertThat(response.headers().get("date"))
                .matches("[A-Z][a-z]{2}, \\d\\d [A-Z][a-z]{2} \\d{4} \\d\\d:\\d\\d:\\d\\d GMT");
        assertThat(response.headers().contains("access-control-allow-origin")).isFalse();
        response.release();
    }

    @Test
    void keepsTheConnectionThatTheClientWantsToKeep() {
        channel.writeInbound(request("GET", "/vitals"));

        FullHttpResponse response = response();
        assertThat(response.headers().get("connection")).isEqualTo("keep-alive");
        assertThat(channel.isOpen()).isTrue();
        response.release();
    }

    @Test
    void closesTheConnectionThatTheClientWantsClosed() {
        FullHttpRequest request = request("GET", "/vitals");
        request.headers().set("connection", "close");
        channel.writeInbound(request);

        FullHttpResponse response = response();
        assertThat(response.headers().get("connection")).isEqualTo("close");
        assertThat(channel.isOpen()).isFalse();
        response.release();
    }

    @Test
    void answersOurOwnFailureWith500AndKeepsFlinksPathsWorking() {
        // A job without an assessment cannot be made; a view that is missing altogether can stand for any fault of
        // ours.
        publishNothing(null);
        FullHttpRequest request = request("GET", JOBS);
        channel.writeInbound(request);

        FullHttpResponse response = response();
        assertThat(response.status().code()).isEqualTo(500);
        assertThat(response.content().toString(StandardCharsets.UTF_8))
                .isEqualTo("{\"error\":\"the view could not be rendered; the JobManager's log tells why\"}");
        assertThat(request.refCnt()).isZero();
        response.release();
        assertPassedOn(request("GET", "/jobs"));
    }

    @Test
    void showsTheNewestView() {
        channel.writeInbound(request("GET", JOBS));
        FullHttpResponse before = response();
        ViewStore.publish(Views.of(Views.full("renamed")));
        channel.writeInbound(request("GET", JOBS));
        FullHttpResponse after = response();

        assertThat(before.content().toString(StandardCharsets.UTF_8)).contains("\"name\":\"orders\"");
        assertThat(after.content().toString(StandardCharsets.UTF_8)).contains("\"name\":\"renamed\"");
        before.release();
        after.release();
    }

    private void assertPassedOn(FullHttpRequest request) {
        assertThat(channel.writeInbound(request)).isTrue();
        Object passedOn = channel.readInbound();
        Object answered = channel.readOutbound();
        assertThat(passedOn).isSameAs(request);
        assertThat(answered).isNull();
        assertThat(request.refCnt()).isEqualTo(1);
        request.release();
    }

    @SuppressWarnings("NullAway") // The fault that is provoked.
    private static void publishNothing(@Nullable ClusterView nothing) {
        ViewStore.publish(nothing);
    }

    private FullHttpResponse response() {
        FullHttpResponse response = channel.readOutbound();
        assertThat(response).as("an answer").isNotNull();
        return response;
    }

    private static FullHttpRequest request(String method, String uri) {
        return new DefaultFullHttpRequest(
                HttpVersion.HTTP_1_1,
                HttpMethod.valueOf(method),
                uri,
                Unpooled.copiedBuffer("body", StandardCharsets.UTF_8));
    }

    private static ChannelHandler handler(VitalsHandlerFactory factory) {
        Optional<ChannelHandler> handler = factory.createHandler(new Configuration(), Map.of());
        assertThat(handler).isPresent();
        return handler.orElseThrow();
    }
}
