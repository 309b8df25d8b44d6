/** Messages as bytes and back: UTF-8 JSON, unknown fields ignored. The only place in the model that knows Jackson. */
@NullMarked
package io.steward.model.wire;

import org.jspecify.annotations.NullMarked;
