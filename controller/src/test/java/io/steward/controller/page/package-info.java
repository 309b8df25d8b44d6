/** The page's files, as they lie in this build. */
@NullMarked
package io.steward.controller.page;

import org.jspecify.annotations.NullMarked;
