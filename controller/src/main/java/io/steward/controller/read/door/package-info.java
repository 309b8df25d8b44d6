/**
 * The SQL port: speaks PostgreSQL's protocol, version 3, with whatever tool knows it, and answers from the state database
 * as the read-only user. Sessions hold nothing that outlives them; what PostgreSQL's catalogue would say comes from a
 * small database in memory that describes the promised views.
 */
@NullMarked
package io.steward.controller.read.door;

import org.jspecify.annotations.NullMarked;
