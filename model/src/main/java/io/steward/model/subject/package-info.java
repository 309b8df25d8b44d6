/** The names that everything else is built from: nodes, processes, subjects and streams. None of them can be wrong. */
@NullMarked
package io.steward.model.subject;

import org.jspecify.annotations.NullMarked;
