/** The whole controller against a real broker, over HTTP, as operators meet it. */
@NullMarked
package io.steward.controller;

import org.jspecify.annotations.NullMarked;
