/**
 * The {@code steward} launcher: one class per subcommand. A command that asks a running fleet speaks the HTTP API and
 * nothing else, and loads little, since a person waits for it.
 */
@NullMarked
package io.steward.ops.cli;

import org.jspecify.annotations.NullMarked;
