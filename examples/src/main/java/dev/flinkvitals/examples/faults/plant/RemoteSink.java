/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.examples.faults.plant;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.api.connector.sink2.WriterInitContext;

/** Tells a service of each message and waits for its answer, one byte for one byte. */
final class RemoteSink implements Sink<Message> {
    private static final long serialVersionUID = 1L;

    private final int port;

    RemoteSink(int port) {
        this.port = port;
    }

    @Override
    public SinkWriter<Message> createWriter(WriterInitContext context) throws IOException {
        return new RemoteWriter(new Socket(InetAddress.getLoopbackAddress(), port));
    }

    /** One connection. Confined to the task's thread. */
    private static final class RemoteWriter implements SinkWriter<Message> {
        private final Socket socket;

        RemoteWriter(Socket socket) throws IOException {
            this.socket = socket;
            socket.setTcpNoDelay(true);
        }

        @Override
        public void write(Message message, Context context) throws IOException {
            socket.getOutputStream().write(message.key());
            if (socket.getInputStream().read() < 0) {
                throw new IOException("the service closed the connection");
            }
        }

        @Override
        public void flush(boolean endOfInput) {}

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}
