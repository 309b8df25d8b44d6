/** Boot: the controller's settings, and the one place that puts its parts together. */
@NullMarked
package io.steward.controller;

import org.jspecify.annotations.NullMarked;
