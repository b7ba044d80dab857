/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.examples.e2e;

class ProductOnFlink120IT extends ProductContract {
    ProductOnFlink120IT() {
        super("1.20.5", "grpc");
    }
}
