/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.export.otel;

import dev.flinkvitals.config.ExportConfig;
import dev.flinkvitals.export.ProcessIdentity;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.sdk.resources.Resource;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/** What is the same for everything that this process exports. */
final class Resources {
    /** Namespace of the instance ids: any fixed UUID will do, but it must never change. */
    private static final UUID NAMESPACE = UUID.fromString("4d4b8f3e-6f0c-4b8e-9a43-6c1f0b6f6a2d");

    private Resources() {}

    /** The resource; attributes of the user's own win. */
    static Resource of(ExportConfig config, ProcessIdentity identity) {
        AttributesBuilder builder = Attributes.builder();
        builder.put("service.name", config.serviceName());
        builder.put(
                "service.instance.id",
                instanceId(identity.role() + "/" + identity.instanceId()).toString());
        builder.put("flink.vitals.version", identity.version());
        builder.put("flink.role", identity.role());
        identity.host().ifPresent(host -> builder.put("host.name", host));
        constant(identity).forEach((key, value) -> builder.put(AttributeKey.stringKey(key), value));
        config.resourceAttributes().forEach((key, value) -> builder.put(AttributeKey.stringKey(key), value));
        return Resource.create(builder.build());
    }

    /** Flink's scope variables that are the same on all series of this process, under Flink's names. */
    static Map<String, String> constant(ProcessIdentity identity) {
        Map<String, String> constant = new HashMap<>();
        identity.host().ifPresent(host -> constant.put("host", host));
        if (identity.role().equals(ProcessIdentity.TASK_MANAGER)) {
            constant.put("tm_id", identity.instanceId());
        }
        return constant;
    }

    /** A name-based UUID of version 5 (RFC 9562, section 5.5): the same process always gets the same id. */
    static UUID instanceId(String name) {
        byte[] hash;
        try {
            MessageDigest sha1 = MessageDigest.getInstance("SHA-1");
            sha1.update(ByteBuffer.allocate(16)
                    .putLong(NAMESPACE.getMostSignificantBits())
                    .putLong(NAMESPACE.getLeastSignificantBits())
                    .array());
            hash = sha1.digest(name.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            // Every Java platform has SHA-1; should one not, an id that is merely stable will do.
            return UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8));
        }
        ByteBuffer bytes = ByteBuffer.wrap(hash);
        long high = (bytes.getLong() & ~0xF000L) | 0x5000L;
        long low = (bytes.getLong() & 0x3FFF_FFFF_FFFF_FFFFL) | 0x8000_0000_0000_0000L;
        return new UUID(high, low);
    }
}
