/** What three copies of every stream and consumer cost beside one. */
@NullMarked
package io.steward.ops.bench.replicas;

import org.jspecify.annotations.NullMarked;
