/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.snapshot.inspect;

/**
 * How a part of a state is serialized.
 *
 * @param role what is serialized: {@code key}, {@code value}, {@code user_key}, {@code namespace}
 * @param words the type, in words, such as {@code list of com.example.Order (Kryo)}
 * @param evolution whether the type can change
 * @param reason why it is so, where that is not plain; else empty
 */
public record SerializerInspection(String role, String words, Evolution evolution, String reason) {}
