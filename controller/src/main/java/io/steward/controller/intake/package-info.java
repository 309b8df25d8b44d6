/** The doors through which operators come in: HTTP and the inbox folder. They authenticate, read, hand on and answer. */
@NullMarked
package io.steward.controller.intake;

import org.jspecify.annotations.NullMarked;
