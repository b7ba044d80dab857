/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.examples.e2e;

class ProductOnFlink22IT extends ProductContract {
    ProductOnFlink22IT() {
        super("2.2.1", "http/protobuf");
    }
}
