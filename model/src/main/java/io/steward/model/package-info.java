/** The model: what Steward is about, without any way to do it. */
@NullMarked
package io.steward.model;

import org.jspecify.annotations.NullMarked;
