/** The operator's page: static files that ask the HTTP API like everybody else. */
@NullMarked
package io.steward.controller.page;

import org.jspecify.annotations.NullMarked;
