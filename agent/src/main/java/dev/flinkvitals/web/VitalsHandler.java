/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.web;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.flink.shaded.netty4.io.netty.buffer.Unpooled;
import org.apache.flink.shaded.netty4.io.netty.channel.ChannelFutureListener;
import org.apache.flink.shaded.netty4.io.netty.channel.ChannelHandlerContext;
import org.apache.flink.shaded.netty4.io.netty.channel.ChannelInboundHandlerAdapter;
import org.apache.flink.shaded.netty4.io.netty.handler.codec.http.DefaultFullHttpResponse;
import org.apache.flink.shaded.netty4.io.netty.handler.codec.http.FullHttpRequest;
import org.apache.flink.shaded.netty4.io.netty.handler.codec.http.FullHttpResponse;
import org.apache.flink.shaded.netty4.io.netty.handler.codec.http.HttpMethod;
import org.apache.flink.shaded.netty4.io.netty.handler.codec.http.HttpResponseStatus;
import org.apache.flink.shaded.netty4.io.netty.handler.codec.http.HttpUtil;
import org.apache.flink.shaded.netty4.io.netty.handler.codec.http.HttpVersion;
import org.apache.flink.shaded.netty4.io.netty.util.ReferenceCountUtil;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers the page's own paths on one connection and passes everything else on untouched.
 *
 * <p>Runs on Flink's REST threads: it reads the last published view and never waits. One instance per channel.
 */
final class VitalsHandler extends ChannelInboundHandlerAdapter {
    private static final Logger LOG = LoggerFactory.getLogger(VitalsHandler.class);

    /** RFC 9110's date: the browser tells from it how old the view is even if its own clock is wrong. */
    private static final DateTimeFormatter HTTP_DATE = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.US)
            .withZone(ZoneOffset.UTC);

    /** The page polls, so that one fault would be logged every two seconds for each open browser. */
    private static final AtomicBoolean FAILURE_LOGGED = new AtomicBoolean();

    private final Answers answers;

    VitalsHandler(Answers answers) {
        this.answers = answers;
    }

    @SuppressWarnings("FutureReturnValueIgnored") // Of the close after a failure: there is nobody left to tell.
    @Override
    public void channelRead(ChannelHandlerContext ctx, Object msg) {
        if (ViewStore.isEnabled() && msg instanceof FullHttpRequest request && Answers.owns(request.uri())) {
            try {
                write(ctx, request, answer(request));
            } catch (Throwable failure) {
                logOnce(failure);
                ctx.close();
            } finally {
                ReferenceCountUtil.safeRelease(msg);
            }
        } else {
            ctx.fireChannelRead(msg);
        }
    }

    private Answer answer(FullHttpRequest request) {
        try {
            return answers.to(request.method().name(), request.uri(), ViewStore.current());
        } catch (Throwable failure) {
            logOnce(failure);
            return Answer.error(500, "the view could not be rendered; the JobManager's log tells why");
        }
    }

    @SuppressWarnings("FutureReturnValueIgnored") // The listener is all that waits for the write.
    private static void write(ChannelHandlerContext ctx, FullHttpRequest request, Answer answer) {
        byte[] body = answer.body();
        boolean head = HttpMethod.HEAD.equals(request.method());
        FullHttpResponse response = new DefaultFullHttpResponse(
                HttpVersion.HTTP_1_1,
                HttpResponseStatus.valueOf(answer.status()),
                head ? Unpooled.EMPTY_BUFFER : Unpooled.wrappedBuffer(body));
        answer.headers().forEach((name, value) -> response.headers().set(name, value));
        response.headers().set("date", HTTP_DATE.format(Instant.now()));
        // A HEAD tells the length that a GET would have.
        response.headers().set("content-length", body.length);
        boolean keepAlive = HttpUtil.isKeepAlive(request);
        response.headers().set("connection", keepAlive ? "keep-alive" : "close");
        ctx.writeAndFlush(response)
                .addListener(keepAlive ? ChannelFutureListener.CLOSE_ON_FAILURE : ChannelFutureListener.CLOSE);
    }

    private static void logOnce(Throwable failure) {
        if (FAILURE_LOGGED.compareAndSet(false, true)) {
            LOG.warn("The page /vitals could not answer a request; later failures are not logged.", failure);
        }
    }
}
