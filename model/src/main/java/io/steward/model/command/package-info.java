/** Commands, what is said about them, and the table that says who may say what after what. */
@NullMarked
package io.steward.model.command;

import org.jspecify.annotations.NullMarked;
