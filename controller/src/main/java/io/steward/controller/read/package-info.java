/** Answers from the state database: SELECTs to immutable values. Nothing here can write; the database itself forbids it. */
@NullMarked
package io.steward.controller.read;

import org.jspecify.annotations.NullMarked;
